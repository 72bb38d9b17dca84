package graph

import (
	"context"

	"muster/ent"
	"muster/ent/exclusion"
	"muster/ent/membership"
	"muster/graph/model"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/group"
	"muster/internal/ids"
)

// WhyNot says what keeps an employee out of a group.
func (q query) WhyNot(ctx context.Context, groupID, employeeID string) (*model.WhyNot, error) {
	g, err := q.Group(ctx, groupID)
	if err != nil || g == nil {
		return nil, err
	}
	employee := number(ids.Employee, employeeID)
	people, own, err := q.evidence(ctx, employee)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	answer := &model.WhyNot{Conditions: []*model.MembershipReason{}}
	client := q.client(ctx)
	answer.Member, err = client.Membership.Query().Where(membership.GroupID(g.ID), membership.EmployeeID(employee)).Exist(ctx)
	if err != nil {
		return nil, err
	}
	excluded, err := client.Exclusion.Query().Where(exclusion.GroupID(g.ID), exclusion.EmployeeID(employee)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range excluded {
		answer.Exclusion = one
	}
	return answer, q.missing(ctx, g, own.Language, &people[0], answer)
}

// evidence loads one employee's facts with the ids of events; none where the organization does not have the employee.
func (r *Resolver) evidence(ctx context.Context, employee int64) ([]eval.Facts, *ent.Organization, error) {
	own, err := r.ownOrganization(ctx)
	if err != nil {
		return nil, nil, err
	}
	people, err := facts.Load(ctx, r.DB.SQL(), facts.Request{
		Dialect: r.DB.Dialect(), Organization: own.ID, Employees: []int64{employee}, Groups: true, Evidence: true,
	})
	return people, own, err
}

// missing fills in the conditions of the group's criteria that fail.
func (r *Resolver) missing(ctx context.Context, g *ent.Group, language string, person *eval.Facts, answer *model.WhyNot) error {
	tree, err := group.CriteriaOf(g)
	if err != nil || tree == nil {
		return err
	}
	program, err := eval.Compile(*tree)
	if err != nil {
		return err
	}
	_, clock, err := r.exactAt(ctx)
	if err != nil {
		return err
	}
	names, err := r.Groups.Names(ctx, evidenceOf(tree.References(), person))
	if err != nil {
		return err
	}
	missing := program.At(clock).WhyNot(person, names)
	answer.Inactive = missing.Inactive
	for _, reason := range missing.Conditions {
		answer.Conditions = append(answer.Conditions, reasonOf(reason, names, language))
	}
	return nil
}
