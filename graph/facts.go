package graph

import (
	"context"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/employee"
	entgroup "muster/ent/group"
	"muster/ent/predicate"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/criteria/sqlgen"
	"muster/internal/facts"
	"muster/internal/group"
	"muster/internal/membership"
)

// exactAt is the instant as of which the organization's groups are exact, and the zone of its days.
func (r *Resolver) exactAt(ctx context.Context) (*ent.Organization, criteria.Clock, error) {
	own, err := r.ownOrganization(ctx)
	if err != nil {
		return nil, criteria.Clock{}, err
	}
	zone, err := time.LoadLocation(own.Timezone)
	if err != nil {
		return nil, criteria.Clock{}, err
	}
	at := membership.ExactAt(own.EvaluatedAt, own.NextDueAt, r.Now())
	return own, criteria.ClockAt(criteria.InstantOf(at), zone), nil
}

// EvaluatedAt is the instant as of which a smart group's members are exact; nil while it has none, and for a group
// whose members are set by hand.
func (r groups) EvaluatedAt(ctx context.Context, g *ent.Group) (*time.Time, error) {
	if g.Kind == entgroup.KindMANUAL || g.Status == entgroup.StatusGENERATING || g.Status == entgroup.StatusFAILED {
		return nil, nil
	}
	_, clock, err := r.exactAt(ctx)
	at := clock.Now().Time()
	return &at, err
}

func (r *Resolver) loadScores(ctx context.Context, employees []int64) (map[int64]int, error) {
	own, clock, err := r.exactAt(ctx)
	if err != nil {
		return nil, err
	}
	people, err := facts.Load(ctx, r.DB.SQL(), facts.Request{Dialect: r.DB.Dialect(), Organization: own.ID, Employees: employees})
	scores := make(map[int64]int, len(people))
	for i := range people {
		scores[people[i].Employee] = eval.Score(&people[i], criteria.Last(criteria.RiskDays, criteria.Day), clock)
	}
	return scores, err
}

// meeting holds for employees who meet a tree.
func (r *Resolver) meeting(ctx context.Context, tree criteria.Tree) (predicate.Employee, error) {
	own, clock, err := r.exactAt(ctx)
	if err != nil {
		return nil, err
	}
	where, args, err := sqlgen.Predicate(tree, sqlgen.Dialect(r.DB.Dialect()), own.ID, clock)
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(employee.FieldID)).WriteString(" IN (SELECT e.id FROM employees e WHERE e.organization_id = ").Arg(own.ID)
			b.WriteString(" AND (")
			for i, part := range strings.Split(where, "?") { // sqlgen's text has no other question marks
				if i > 0 {
					b.Arg(args[i-1])
				}
				b.WriteString(part)
			}
			b.WriteString("))")
		}))
	}, nil
}

// membershipKey is one employee in one group.
type membershipKey struct {
	group    *ent.Group
	employee int64
}

// Reasons says why the employee is in the group: that they are pinned, and where the criteria hold the conditions that hold, in the tree's
// order. A group whose members are set by hand has none.
func (members) Reasons(ctx context.Context, m *model.GroupMember) ([]*model.MembershipReason, error) {
	return orNone(loadersFrom(ctx).reasons.Load(ctx, membershipKey{m.Group, m.EmployeeID}))
}

// loadReasons explains memberships with one load of facts and one look-up of names, however many groups there are.
func (r *Resolver) loadReasons(ctx context.Context, keys []membershipKey) (map[membershipKey][]*model.MembershipReason, error) {
	own, clock, err := r.exactAt(ctx)
	if err != nil {
		return nil, err
	}
	programs, union, err := compile(keys, clock)
	if err != nil {
		return nil, err
	}
	employees := make([]int64, len(keys))
	for i, key := range keys {
		employees[i] = key.employee
	}
	people, err := facts.Load(ctx, r.DB.SQL(), facts.Request{
		Dialect: r.DB.Dialect(), Organization: own.ID, Employees: employees, Groups: true, Evidence: true,
	})
	if err != nil {
		return nil, err
	}
	references, byID := union.References(), make(map[int64]*eval.Facts, len(people))
	for i := range people {
		references = evidenceOf(references, &people[i])
		byID[people[i].Employee] = &people[i]
	}
	names, err := r.Groups.Names(ctx, references)
	if err != nil {
		return nil, err
	}
	pins, err := r.pinsOf(ctx, keys)
	if err != nil {
		return nil, err
	}
	all := make(map[membershipKey][]*model.MembershipReason, len(keys))
	for _, key := range keys {
		if program, person := programs[key.group], byID[key.employee]; program != nil && person != nil {
			explanation := program.Explain(person, names)
			if p := pins[pinnedKey{key.group.ID, key.employee}]; p != nil && person.Text[eval.Status] == string(employee.StatusACTIVE) {
				all[key] = append(all[key], pinReason(p, clock, own.Language))
				if !explanation.Holds {
					continue // that some condition holds is no reason then
				}
			}
			all[key] = append(all[key], reasonsOf(explanation, names, own.Language)...)
		}
	}
	return all, nil
}

// evidenceOf adds what an employee's facts name: evidence speaks of it.
func evidenceOf(r criteria.References, f *eval.Facts) criteria.References {
	r.Departments, r.Groups = append(r.Departments, f.Departments...), append(r.Groups, f.Groups...)
	for _, e := range f.Simulations.All() {
		r.Campaigns = append(r.Campaigns, criteria.CampaignID(e.Subject))
	}
	for _, e := range f.Trainings.All() {
		r.Courses = append(r.Courses, criteria.CourseID(e.Subject))
	}
	return r
}

// compile gives the program of each group that has criteria, and one tree that names all that they name.
func compile(keys []membershipKey, clock criteria.Clock) (map[*ent.Group]*eval.Evaluator, criteria.Tree, error) {
	programs := map[*ent.Group]*eval.Evaluator{}
	var roots []criteria.Node
	for _, key := range keys {
		if _, done := programs[key.group]; done {
			continue
		}
		programs[key.group] = nil
		tree, err := group.CriteriaOf(key.group)
		if err != nil {
			return nil, criteria.Tree{}, err
		}
		if tree == nil {
			continue
		}
		program, err := eval.Compile(*tree)
		if err != nil {
			return nil, criteria.Tree{}, err
		}
		programs[key.group], roots = program.At(clock), append(roots, tree.Root)
	}
	return programs, criteria.Tree{Root: criteria.AllOf{Of: roots}}, nil
}

func reasonsOf(e eval.Explanation, names criteria.Names, language string) []*model.MembershipReason {
	list := []*model.MembershipReason{}
	for _, reason := range e.Reasons {
		if reason.Holds {
			list = append(list, reasonOf(reason, names, language))
		}
	}
	return list
}

func reasonOf(r eval.Reason, names criteria.Names, language string) *model.MembershipReason {
	out := &model.MembershipReason{Condition: criteria.ReadbackCondition(r.Condition, names, language), Holds: r.Holds, Evidence: r.Evidence}
	if r.Until != nil {
		until := r.Until.Time()
		out.Until = &until
	}
	return out
}
