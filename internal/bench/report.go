package bench

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// stage says at which sizes figures are taken. Together they show how each grows.
type stage int

const (
	fewEmployees stage = iota // a tenth of the employees and events, all groups
	fewGroups                 // all employees and events, a tenth of the groups
	full
)

func (s stage) String() string {
	return [...]string{"a tenth of the employees", "a tenth of the groups", "full size"}[s]
}

// row is one line of the table.
type row struct{ measure, value, target, verdict string }

// report collects the rows of a run. What is measured at smaller sizes stands beside the row of the same measure at full size.
type report struct {
	stage    stage
	rows     []row
	smaller  [full]map[string]string
	others   others
	progress io.Writer
}

// notef adds a figure that has no target.
func (r *report) notef(measure, format string, args ...any) {
	r.add(row{measure: measure, value: fmt.Sprintf(format, args...)})
}

// judge adds a figure with its target, and says whether it is met.
func (r *report) judge(measure, value, target string, met bool) {
	verdict := "MISSED"
	if met {
		verdict = "met"
	}
	r.add(row{measure, value, target, verdict})
}

func (r *report) add(figure row) {
	fmt.Fprintf(r.progress, "%-26s   %s: %s %s\n", r.stage, figure.measure, figure.value, figure.verdict)
	if r.stage == full {
		r.rows = append(r.rows, figure)
		return
	}
	if r.smaller[r.stage] == nil {
		r.smaller[r.stage] = map[string]string{}
	}
	r.smaller[r.stage][figure.measure] = figure.value
}

// write prints the table.
func (r *report) write(to io.Writer) error {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "measure\tvalue\ttarget\t\twith %s\twith %s\t\n", fewGroups, fewEmployees)
	fmt.Fprintln(table, "-------\t-----\t------\t\t----\t----\t")
	for _, row := range r.rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t\n", row.measure, row.value, row.target, row.verdict, r.smaller[fewGroups][row.measure], r.smaller[fewEmployees][row.measure])
	}
	if busy := r.others.String(); busy != "" {
		fmt.Fprintf(table, "what others had of this machine\t%s\t\t\t\t\t\n", busy)
	}
	return table.Flush()
}

// quantile gives the q-quantile (0 to 1) of durations; 0 where there are none.
func quantile(durations []time.Duration, q float64) time.Duration {
	if len(durations) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(durations))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// brief writes a duration with three digits at most.
func brief(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
	case d >= time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	default:
		return fmt.Sprintf("%d µs", d.Microseconds())
	}
}

// thousands groups digits: 20000000 is "20,000,000".
func thousands(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
