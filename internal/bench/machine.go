package bench

import (
	"fmt"

	"github.com/prometheus/procfs"
)

// machine is the CPU time of this machine since it started, in seconds, and what of it the host gave to others ("steal"): it makes times longer, the 99th
// percentiles first. Both are 0 where the system does not tell.
type machine struct{ all, others float64 }

func readMachine() machine {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return machine{}
	}
	stat, err := fs.Stat()
	if err != nil {
		return machine{}
	}
	c := stat.CPUTotal
	return machine{all: c.User + c.Nice + c.System + c.Idle + c.Iowait + c.IRQ + c.SoftIRQ + c.Steal, others: c.Steal}
}

// others is what others had of the machine during the steps of a run.
type others struct {
	total  machine // of all steps
	most   float64 // the largest share of a step
	during string  // which
}

func (o *others) note(step string, before, after machine) {
	all, others := after.all-before.all, after.others-before.others
	o.total.all, o.total.others = o.total.all+all, o.total.others+others
	if all > 0 && others/all > o.most {
		o.most, o.during = others/all, step
	}
}

// String is empty where nothing is known.
func (o *others) String() string {
	switch {
	case o.total.all == 0:
		return ""
	case o.during == "":
		return "nothing"
	}
	return fmt.Sprintf("%.0f %% of its time; most, %.0f %%, during: %s", 100*o.total.others/o.total.all, 100*o.most, o.during)
}
