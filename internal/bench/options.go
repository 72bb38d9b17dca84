package bench

import "time"

// Options are the sizes of a run.
type Options struct {
	Employees     int
	Events        int // simulation and training events, about
	Groups        int // at least 10
	Organizations int // that are quiet

	Compared  int           // how many of the groups are materialized views too; their time is scaled to all groups
	Rates     []int         // events a second to try, rising
	Rate      int           // the one of them whose latency has a target
	Step      time.Duration // how long each rate is held
	Ticks     int           // seconds of the clock that are ticked one by one
	Generated int           // groups that are generated anew
}

// Default gives the usual sizes: an organization of 100,000.
func Default() Options {
	return Options{
		Employees: 100_000, Events: 2_000_000, Groups: 1000, Organizations: 10_000, Compared: 200,
		Rates: []int{500, 1000, 2000, 4000, 6000, 8000, 10_000, 12_000}, Rate: 2000, Step: 5 * time.Second, Ticks: 120, Generated: 12,
	}
}

// Large gives the sizes of a very large organization.
func Large() Options {
	o := Default()
	o.Employees, o.Events, o.Step = 1_000_000, 20_000_000, 10*time.Second
	return o
}

// Small gives sizes of a few seconds, which show that everything runs and nothing about speed.
func Small() Options {
	return Options{
		Employees: 2000, Events: 20_000, Groups: 40, Organizations: 100, Compared: 10,
		Rates: []int{100, 200}, Rate: 200, Step: 300 * time.Millisecond, Ticks: 5, Generated: 3,
	}
}

// tenth gives the same with a tenth of the employees and events.
func (o Options) tenth() Options {
	o.Employees, o.Events = max(o.Employees/10, 1), max(o.Events/10, 1)
	return o
}
