package bench

import (
	"math/rand/v2"

	"muster/internal/criteria"
)

// values are what criteria can name in the invented organization.
type values struct {
	divisions, units, teams []criteria.DepartmentID // the three levels of departments
	campaigns               []criteria.CampaignID
	courses                 []criteria.CourseID
}

// drawing draws criteria such as people write; the same seed draws the same.
type drawing struct {
	*rand.Rand
	values
}

// trees gives n criteria, of twelve kinds in turn, each with values, windows and so selectivities of its own: from some ten
// thousandths of the employees to a few hundredths.
func trees(n int, v values) []criteria.Tree {
	list := make([]criteria.Tree, n)
	for i := range list {
		d := drawing{rand.New(rand.NewPCG(uint64(i), 7)), v} //nolint:gosec // the same on every run
		kinds := []func() criteria.Node{
			d.clickedInTeam, d.repeated, d.untrained, d.newHires, d.managers, d.overdue,
			d.risky, d.reporters, d.absent, d.graded, d.clickedAfter, d.clicksOften,
		}
		list[i] = criteria.Tree{Root: kinds[i%len(kinds)]()}
	}
	return list
}

func one[T any](d drawing, list []T) T { return list[d.IntN(len(list))] }

func all(nodes ...criteria.Node) criteria.Node { return criteria.AllOf{Of: nodes} }

func none() criteria.Count {
	zero := 0
	return criteria.Count{Max: &zero}
}

// last draws one of the windows that people use.
func (d drawing) last() criteria.Window {
	return criteria.Last(one(d, []int{7, 14, 30, 30, 45, 60, 90, 90, 180, 365}), criteria.Day)
}

// recent draws a window, now and then one of the calendar.
func (d drawing) recent() criteria.Window {
	if d.IntN(4) > 0 {
		return d.last()
	}
	unit := one(d, []criteria.Unit{criteria.Week, criteria.Month, criteria.Quarter})
	return criteria.Window{From: &criteria.Bound{Period: &criteria.Period{Unit: unit}}}
}

func (d drawing) in(list []criteria.DepartmentID) criteria.Node {
	return criteria.Department{IDs: []criteria.DepartmentID{one(d, list)}}
}

func (d drawing) did(types ...criteria.SimulationType) criteria.Simulation {
	return criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: types, Window: d.recent()}}
}

func (d drawing) clickedInTeam() criteria.Node { return all(d.in(d.units), d.did(criteria.Clicked)) }

func (d drawing) repeated() criteria.Node {
	failed := d.did(criteria.FailureTypes...)
	failed.Count.Min = 2 + d.IntN(2)
	return all(d.in(d.divisions), failed)
}

func (d drawing) untrained() criteria.Node {
	completed := criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}, Courses: []criteria.CourseID{one(d, d.courses)}}
	return all(d.in(d.teams), criteria.Training{TrainingEvents: completed, Count: none()})
}

func (d drawing) newHires() criteria.Node {
	completed := criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}, Window: d.last()}
	return all(criteria.DateIn{Field: criteria.HiredOn, Window: d.last()}, criteria.Training{TrainingEvents: completed, Count: none()})
}

func (d drawing) managers() criteria.Node {
	return all(
		criteria.Profile{Field: criteria.FieldTitle, Values: []string{one(d, []string{"manager", "engineer", "analyst", "director"})}},
		criteria.Profile{Field: criteria.FieldLocation, Values: []string{one(d, locations)}},
		d.did(criteria.Clicked, criteria.Submitted))
}

func (d drawing) overdue() criteria.Node {
	return all(d.in(d.units), criteria.Enrolment{State: criteria.Overdue, Courses: []criteria.CourseID{one(d, d.courses), one(d, d.courses)}})
}

func (d drawing) risky() criteria.Node {
	levels := []criteria.RiskLevel{criteria.High}
	if d.IntN(3) == 0 {
		levels = append(levels, criteria.Medium)
	}
	return all(criteria.Profile{Field: criteria.FieldCountry, Values: []string{one(d, countries)}}, criteria.Risk{Levels: levels})
}

func (d drawing) reporters() criteria.Node {
	return all(criteria.Profile{Field: criteria.FieldLocation, Values: []string{one(d, locations)}}, d.did(criteria.Reported))
}

func (d drawing) absent() criteria.Node {
	return all(
		criteria.Profile{Field: criteria.FieldEmployeeType, Values: []string{one(d, criteria.EmployeeTypes[1:])}},
		criteria.Not{Of: criteria.DateIn{Field: criteria.LastLoginAt, Window: d.last()}},
		d.in(d.divisions))
}

func (d drawing) graded() criteria.Node {
	low := float64(1 + d.IntN(9))
	return all(criteria.Attribute{Name: "grade", Range: &criteria.Range{GTE: &low}}, d.in(d.units), d.did(criteria.Opened, criteria.Clicked))
}

func (d drawing) clickedAfter() criteria.Node {
	return all(d.in(d.divisions), criteria.Order{
		Event:  criteria.Events{Simulation: &criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Clicked}, Window: d.last()}},
		After:  criteria.Events{Training: &criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}, Courses: []criteria.CourseID{one(d, d.courses)}}},
		Anchor: criteria.AnyOfThem,
	})
}

func (d drawing) clicksOften() criteria.Node {
	half := 50.0
	return all(d.in(d.units), criteria.Rate{Types: criteria.FailureTypes, Window: criteria.Last(365, criteria.Day), Range: criteria.Range{GTE: &half}})
}
