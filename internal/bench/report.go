package bench

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// row is one line of the table.
type row struct{ measure, value, target, verdict string }

// report collects the rows of a run.
type report struct{ rows []row }

// notef adds a figure that has no target.
func (r *report) notef(measure, format string, args ...any) {
	r.rows = append(r.rows, row{measure: measure, value: fmt.Sprintf(format, args...)})
}

// judge adds a figure with its target, and says whether it is met.
func (r *report) judge(measure, value, target string, met bool) {
	verdict := "MISSED"
	if met {
		verdict = "met"
	}
	r.rows = append(r.rows, row{measure, value, target, verdict})
}

// write prints the table.
func (r *report) write(to io.Writer) error {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "measure\tvalue\ttarget\t")
	fmt.Fprintln(table, "-------\t-----\t------\t")
	for _, row := range r.rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", row.measure, row.value, row.target, row.verdict)
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
