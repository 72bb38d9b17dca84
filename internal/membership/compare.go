package membership

import (
	"cmp"
	"context"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/storage"
)

// evaluation is some groups at a clock. It may be used by several goroutines.
type evaluation struct {
	groups     []*liveGroup
	evaluators []*eval.Evaluator
	places     map[int64]int // in groups, by id
	nested     bool          // some criteria name a group
}

func at(clock criteria.Clock, groups []*liveGroup, nested bool) *evaluation {
	e := &evaluation{groups: groups, evaluators: make([]*eval.Evaluator, len(groups)), places: make(map[int64]int, len(groups)), nested: nested}
	for i, g := range groups {
		e.evaluators[i], e.places[g.id] = g.program.At(clock), i
	}
	return e
}

// compare evaluates the groups for the employees and gives where that differs from the present members.
func (e *evaluation) compare(ctx context.Context, q storage.Querier, who facts.Request) ([]change, error) {
	people, err := facts.Load(ctx, q, who)
	if err != nil {
		return nil, err
	}
	members, err := pairsOf(ctx, q, "memberships", who)
	if err != nil {
		return nil, err
	}
	excluded, err := pairsOf(ctx, q, "exclusions", who)
	if err != nil {
		return nil, err
	}
	var changes []change
	present := make([]bool, len(e.groups)) // whether the employee is in each of the groups
	for i := range people {
		f := &people[i]
		own, out := members.of(f.Employee), excluded.of(f.Employee)
		e.mark(present, own, true)
		if e.nested {
			f.Groups = groupsOf(own)
		}
		changes = e.differences(changes, f, present, out)
		e.mark(present, own, false)
	}
	return changes, nil
}

// differences evaluates the groups for one employee.
func (e *evaluation) differences(changes []change, f *eval.Facts, present []bool, out []pair) []change {
	for n, evaluator := range e.evaluators {
		belongs := evaluator.Holds(f)
		if belongs == present[n] && len(out) == 0 {
			continue
		}
		id := e.groups[n].id
		belongs = belongs && !slices.Contains(out, pair{id, f.Employee})
		if belongs == present[n] {
			continue
		}
		changes = append(changes, change{group: id, employee: f.Employee, joins: belongs})
		if e.nested {
			f.Groups = withGroup(f.Groups, criteria.GroupID(id), belongs)
		}
	}
	return changes
}

func (e *evaluation) mark(present []bool, pairs []pair, in bool) {
	for _, p := range pairs {
		if place, asked := e.places[p.group]; asked {
			present[place] = in
		}
	}
}

func groupsOf(pairs []pair) []criteria.GroupID {
	list := make([]criteria.GroupID, len(pairs))
	for i, p := range pairs {
		list[i] = criteria.GroupID(p.group)
	}
	return list
}

// withGroup puts the group into the list or takes it out.
func withGroup(list []criteria.GroupID, id criteria.GroupID, in bool) []criteria.GroupID {
	if in {
		return append(list, id)
	}
	return slices.DeleteFunc(list, func(other criteria.GroupID) bool { return other == id })
}

type pair struct{ group, employee int64 }

// pairs are in the order of the employees.
type pairs []pair

// of gives those of one employee. It is asked in the order of the employees, each once: what comes before is cut off.
func (p *pairs) of(employee int64) []pair {
	from := 0
	for from < len(*p) && (*p)[from].employee < employee {
		from++
	}
	to := from
	for to < len(*p) && (*p)[to].employee == employee {
		to++
	}
	own := (*p)[from:to]
	*p = (*p)[to:]
	return own
}

// pairsOf reads which groups the employees are in, or excluded from.
func pairsOf(ctx context.Context, q storage.Querier, table string, who facts.Request) (pairs, error) {
	among, args := who.Among()
	query := `SELECT group_id, employee_id FROM ` + table + ` WHERE organization_id = ? AND employee_id ` + among
	var found pairs
	err := storage.Each(ctx, q, who.Dialect.Rebind(query), append([]any{who.Organization}, args...), func(row *storage.Row) error {
		found = append(found, pair{row.Int(0), row.Int(1)})
		return nil
	})
	slices.SortFunc(found, func(a, b pair) int { return cmp.Compare(a.employee, b.employee) })
	return found, err
}
