package membership

import (
	"cmp"
	"context"
	"math/bits"
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
	concerning set               // those to evaluate for the employee looked at
	// For each group, of the employees that are compared together, a bit for each: those whom to evaluate it for, and those who are in it.
	asked, present []uint64
	supposed       []change // joins and leaves to take for granted, in the employees' order
}

func evaluate(groups *live, clock criteria.Clock) *evaluation {
	n := len(groups.groups)
	return &evaluation{
		live: groups, clock: clock, evaluators: make([]*eval.Evaluator, n), concerning: groups.newSet(), asked: make([]uint64, n), present: make([]uint64, n),
	}
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

// together is how many employees are compared together, as many as a word has bits.
const together = 64

// compare evaluates for each of the employees the groups that concern them, and gives where that differs from the present members.
func (e *evaluation) compare(s standing, concerned func(employee int64) set) (changes []change) {
	for people := range slices.Chunk(s.people, together) {
		var overrides [together]orders
		for i := range people {
			f := &people[i]
			own := e.assume(s.members.of(f.Employee), f.Employee)
			if e.nested {
				f.Groups = groupsOf(own)
			}
			overrides[i] = s.overrides.of(f.Employee)
			e.ask(f, own, overrides[i].pinned, concerned(f.Employee), 1<<i)
		}
		changes = e.differences(changes, people, &overrides)
	}
	return changes
}

// ask notes, by an employee's bit, the groups that they are in and those to evaluate: of those that concern them, the groups that they are in or pinned
// to, and those that can have them.
func (e *evaluation) ask(f *eval.Facts, own, pinned []pair, concerned set, bit uint64) {
	copy(e.concerning, e.open)
	f.EachKey(func(key eval.Key) { e.concerning.join(e.keyedBy[key]) })
	for _, p := range own {
		if place, is := e.places[p.group]; is {
			e.concerning.add(place)
			e.present[place] |= bit
		}
	}
	for _, p := range pinned {
		if place, is := e.places[p.group]; is {
			e.concerning.add(place)
		}
	}
	e.concerning.keep(concerned)
	for place := range e.concerning.places() {
		e.asked[place] |= bit
	}
}

// differences evaluates each group for those whom it was asked for: several employees one after another, as a processor that does the same again guesses
// well what comes next.
func (e *evaluation) differences(changes []change, people []eval.Facts, overrides *[together]orders) []change {
	for place, who := range e.asked {
		if who == 0 {
			continue
		}
		g, present := e.groups[place], e.present[place]
		if e.evaluators[place] == nil {
			e.evaluators[place] = g.program.At(e.clock)
		}
		for evaluator := e.evaluators[place]; who != 0; who &= who - 1 {
			i := bits.TrailingZeros64(who)
			f := &people[i]
			was, is := present>>i&1 != 0, overrides[i].belong(g.id, f, evaluator.Holds(f))
			if was == is {
				continue
			}
			changes = append(changes, change{group: g.id, employee: f.Employee, joins: is})
			if e.nested {
				f.Groups = withGroup(f.Groups, criteria.GroupID(g.id), is)
			}
		}
	}
	clear(e.asked)
	clear(e.present)
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
