package graph

import (
	"context"
	"slices"

	"muster/ent"
	"muster/ent/exclusion"
	"muster/ent/pin"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/group"
	"muster/internal/ids"
)

func (r groups) Exclusions(ctx context.Context, g *ent.Group, first *int, after *string) (*model.ExclusionConnection, error) {
	rows := r.client(ctx).Exclusion.Query().Where(exclusion.GroupID(g.ID))
	return pageOf(ctx, rows, exclusionsNewestFirst, connection.Args{First: first, After: after})
}

func (r groups) Pins(ctx context.Context, g *ent.Group, first *int, after *string) (*model.PinConnection, error) {
	rows := r.client(ctx).Pin.Query().Where(pin.GroupID(g.ID))
	return pageOf(ctx, rows, pinsNewestFirst, connection.Args{First: first, After: after})
}

func (exclusions) ID(_ context.Context, e *ent.Exclusion) (string, error) {
	return ids.Format(ids.Exclusion, e.ID), nil
}

func (exclusions) Group(ctx context.Context, e *ent.Exclusion) (*ent.Group, error) {
	return loadersFrom(ctx).group.Load(ctx, e.GroupID)
}

func (exclusions) Employee(ctx context.Context, e *ent.Exclusion) (*ent.Employee, error) {
	return loadersFrom(ctx).employee.Load(ctx, e.EmployeeID)
}

func (pins) ID(_ context.Context, p *ent.Pin) (string, error) {
	return ids.Format(ids.Pin, p.ID), nil
}

func (pins) Group(ctx context.Context, p *ent.Pin) (*ent.Group, error) {
	return loadersFrom(ctx).group.Load(ctx, p.GroupID)
}

func (pins) Employee(ctx context.Context, p *ent.Pin) (*ent.Employee, error) {
	return loadersFrom(ctx).employee.Load(ctx, p.EmployeeID)
}

// pinnedKey is one employee in one group.
type pinnedKey struct{ group, employee int64 }

// pinsOf loads the pins of memberships.
func (r *Resolver) pinsOf(ctx context.Context, keys []membershipKey) (map[pinnedKey]*ent.Pin, error) {
	var groups, employees []int64
	for _, key := range keys {
		groups, employees = append(groups, key.group.ID), append(employees, key.employee)
	}
	slices.Sort(groups)
	rows, err := r.client(ctx).Pin.Query().Where(pin.GroupIDIn(slices.Compact(groups)...), pin.EmployeeIDIn(employees...)).All(ctx)
	return keyed(rows, func(p *ent.Pin) pinnedKey { return pinnedKey{p.GroupID, p.EmployeeID} }), err
}

// pinReason says that somebody is pinned.
func pinReason(p *ent.Pin, clock criteria.Clock, language string) *model.MembershipReason {
	reason := &model.MembershipReason{
		Condition: criteria.ReadbackPin(p.CreatedBy, criteria.Instant(p.CreatedAt).Time().In(clock.Zone()), p.Note, language), Holds: true, Evidence: []string{},
	}
	if p.ExpiresAt != nil {
		reason.Until = new(criteria.Instant(*p.ExpiresAt).Time())
	}
	return reason
}

func (m mutation) ExcludeEmployee(ctx context.Context, in model.ExcludeEmployeeInput) (*model.ExcludeEmployeePayload, error) {
	g, made, err := m.Groups.Exclude(ctx, number(ids.Group, in.GroupID), number(ids.Employee, in.EmployeeID),
		group.ExclusionInput{Reason: in.Reason, Note: in.Note, ExpiresAt: in.ExpiresAt})
	if err != nil {
		return nil, err
	}
	return &model.ExcludeEmployeePayload{Group: g, Exclusion: made}, nil
}

func (m mutation) ExcludeEmployees(ctx context.Context, in model.ExcludeEmployeesInput) (*model.GroupMembersPayload, error) {
	return membersPayload(m.Groups.ExcludeMany(ctx, number(ids.Group, in.GroupID), employeesNamed(in.EmployeeIds, in.Emails),
		group.ExclusionInput{Reason: in.Reason, Note: in.Note, ExpiresAt: in.ExpiresAt}))
}

func (m mutation) ReadmitEmployee(ctx context.Context, in model.ReadmitEmployeeInput) (*model.GroupPayload, error) {
	return payload(m.Groups.Readmit(ctx, number(ids.Group, in.GroupID), number(ids.Employee, in.EmployeeID)))
}

func (m mutation) ReadmitEmployees(ctx context.Context, in model.GroupMembersInput) (*model.GroupMembersPayload, error) {
	return membersPayload(m.Groups.ReadmitMany(ctx, number(ids.Group, in.GroupID), membersOf(in)))
}

func (m mutation) PinEmployee(ctx context.Context, in model.PinEmployeeInput) (*model.PinEmployeePayload, error) {
	g, made, err := m.Groups.Pin(ctx, number(ids.Group, in.GroupID), number(ids.Employee, in.EmployeeID),
		group.PinInput{Note: in.Note, ExpiresAt: in.ExpiresAt})
	if err != nil {
		return nil, err
	}
	return &model.PinEmployeePayload{Group: g, Pin: made}, nil
}

func (m mutation) PinEmployees(ctx context.Context, in model.PinEmployeesInput) (*model.GroupMembersPayload, error) {
	return membersPayload(m.Groups.PinMany(ctx, number(ids.Group, in.GroupID), employeesNamed(in.EmployeeIds, in.Emails),
		group.PinInput{Note: in.Note, ExpiresAt: in.ExpiresAt}))
}

func (m mutation) UnpinEmployee(ctx context.Context, in model.UnpinEmployeeInput) (*model.GroupPayload, error) {
	return payload(m.Groups.Unpin(ctx, number(ids.Group, in.GroupID), number(ids.Employee, in.EmployeeID)))
}

func (m mutation) UnpinEmployees(ctx context.Context, in model.GroupMembersInput) (*model.GroupMembersPayload, error) {
	return membersPayload(m.Groups.UnpinMany(ctx, number(ids.Group, in.GroupID), membersOf(in)))
}

func (m mutation) RenewOverrides(ctx context.Context, in model.RenewOverridesInput) (*model.RenewOverridesPayload, error) {
	named := make([]group.Override, len(in.OverrideIds))
	for i, id := range in.OverrideIds {
		named[i] = group.Override{Pin: number(ids.Pin, id), Exclusion: number(ids.Exclusion, id)}
	}
	result, err := m.Groups.Renew(ctx, named, in.ExpiresAt)
	if err != nil {
		return nil, err
	}
	return &model.RenewOverridesPayload{Result: &result}, nil
}
