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

// evaluation is an organization's live groups at a clock, for one goroutine.
type evaluation struct {
	*live
	clock      criteria.Clock
	evaluators []*eval.Evaluator // made when first asked
	present    set               // those that the employee is in
	asked      set               // those to evaluate for the employee
	supposed   []change          // joins and leaves to take for granted, in the employees' order
}

func evaluate(groups *live, clock criteria.Clock) *evaluation {
	return &evaluation{live: groups, clock: clock, evaluators: make([]*eval.Evaluator, len(groups.groups)), present: groups.newSet(), asked: groups.newSet()}
}

// standing is what evaluating some employees takes: their facts, the groups they are in, and their overrides.
type standing struct {
	people    []eval.Facts
	members   pairs
	overrides orders
}

// read reads it.
func read(ctx context.Context, q storage.Querier, who facts.Request, at criteria.Instant) (s standing, err error) {
	s.people, err = facts.Load(ctx, q, who, s.members.read(who), s.overrides.read(who, at))
	s.members.sort()
	s.overrides.sort()
	return s, err
}

// compare evaluates for each of the employees the groups that concern them, and gives where that differs from the present members.
func (e *evaluation) compare(s standing, concerned func(employee int64) set) (changes []change) {
	for i := range s.people {
		f := &s.people[i]
		own, orders := e.assume(s.members.of(f.Employee), f.Employee), s.overrides.of(f.Employee)
		if e.nested {
			f.Groups = groupsOf(own)
		}
		e.ask(f, own, orders, concerned(f.Employee))
		changes = e.differences(changes, f, orders)
	}
	return changes
}

// ask finds the groups to evaluate for an employee: of those that concern them, the groups that they are in or pinned to, and those
// that can have them.
func (e *evaluation) ask(f *eval.Facts, own []pair, orders orders, concerned set) {
	clear(e.present)
	for _, p := range own {
		if place, is := e.places[p.group]; is {
			e.present.add(place)
		}
	}
	copy(e.asked, e.open)
	f.EachKey(func(key eval.Key) { e.asked.join(e.keyedBy[key]) })
	e.asked.join(e.present)
	for _, p := range orders.pinned {
		if place, is := e.places[p.group]; is {
			e.asked.add(place)
		}
	}
	e.asked.keep(concerned)
}

// differences evaluates the groups asked for one employee.
func (e *evaluation) differences(changes []change, f *eval.Facts, orders orders) []change {
	for place := range e.asked.places() {
		g := e.groups[place]
		if e.evaluators[place] == nil {
			e.evaluators[place] = g.program.At(e.clock)
		}
		belongs := orders.belong(g.id, f, e.evaluators[place].Holds(f))
		if belongs == e.present.has(place) {
			continue
		}
		changes = append(changes, change{group: g.id, employee: f.Employee, joins: belongs})
		if e.nested {
			f.Groups = withGroup(f.Groups, criteria.GroupID(g.id), belongs)
		}
	}
	return changes
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

func (p pairs) sort() {
	slices.SortFunc(p, func(a, b pair) int { return cmp.Compare(a.employee, b.employee) })
}

// read reads which groups the employees are in.
func (p *pairs) read(who facts.Request) storage.Statement {
	among, args := who.Among()
	return storage.Statement{
		Query: `SELECT group_id, employee_id FROM memberships WHERE organization_id = ? AND employee_id ` + among,
		Args:  append([]any{who.Organization}, args...),
		Row: func(row *storage.Row) error {
			*p = append(*p, pair{row.Int(0), row.Int(1)})
			return nil
		},
	}
}
