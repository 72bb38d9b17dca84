package graph

import (
	"context"
	"strings"

	"muster/ent"
	"muster/graph/model"
	"muster/internal/bulk"
	"muster/internal/group"
	"muster/internal/ids"
)

// number reads an id of one kind; 0, which no row has, stands for whatever is not one.
func number(kind ids.Kind, id string) int64 {
	n, _ := ids.Parse(kind, id)
	return n
}

func payload(g *ent.Group, err error) (*model.GroupPayload, error) {
	if err != nil {
		return nil, err
	}
	return &model.GroupPayload{Group: g}, nil
}

func deleted(g *ent.Group, err error) (*model.DeletedPayload, error) {
	if err != nil {
		return nil, err
	}
	return &model.DeletedPayload{DeletedID: ids.Format(ids.Group, g.ID)}, nil
}

func (m mutation) CreateSmartGroup(ctx context.Context, in model.CreateSmartGroupInput) (*model.GroupPayload, error) {
	return payload(m.Groups.CreateSmart(ctx, group.SmartInput{Name: in.Name, Description: in.Description, ClientMutationID: in.ClientMutationID}))
}

func (m mutation) CreateGroup(ctx context.Context, in model.CreateGroupInput) (*model.GroupPayload, error) {
	return payload(m.Groups.CreateManual(ctx, in.Name))
}

func (m mutation) RedescribeGroup(ctx context.Context, in model.RedescribeGroupInput) (*model.GroupPayload, error) {
	return payload(m.Groups.Redescribe(ctx, number(ids.Group, in.ID), in.Description))
}

func (m mutation) ActivateGroup(ctx context.Context, in model.ActivateGroupInput) (*model.GroupPayload, error) {
	return payload(m.Groups.Activate(ctx, number(ids.Group, in.ID), in.AcceptPartial != nil && *in.AcceptPartial))
}

func (m mutation) SaveGroup(ctx context.Context, in model.GroupIDInput) (*model.GroupPayload, error) {
	return payload(m.Groups.Save(ctx, number(ids.Group, in.ID)))
}

func (m mutation) DeactivateGroup(ctx context.Context, in model.GroupIDInput) (*model.GroupPayload, error) {
	return payload(m.Groups.Deactivate(ctx, number(ids.Group, in.ID)))
}

func (m mutation) RenameGroup(ctx context.Context, in model.RenameGroupInput) (*model.GroupPayload, error) {
	return payload(m.Groups.Rename(ctx, number(ids.Group, in.ID), in.Name))
}

func (m mutation) DiscardGroup(ctx context.Context, in model.GroupIDInput) (*model.DeletedPayload, error) {
	return deleted(m.Groups.Discard(ctx, number(ids.Group, in.ID)))
}

func (m mutation) DeleteGroup(ctx context.Context, in model.GroupIDInput) (*model.DeletedPayload, error) {
	return deleted(m.Groups.Delete(ctx, number(ids.Group, in.ID)))
}

func (m mutation) AddGroupMembers(ctx context.Context, in model.GroupMembersInput) (*model.GroupMembersPayload, error) {
	return membersPayload(m.Groups.AddMembers(ctx, number(ids.Group, in.GroupID), membersOf(in)))
}

func (m mutation) RemoveGroupMembers(ctx context.Context, in model.GroupMembersInput) (*model.GroupMembersPayload, error) {
	return membersPayload(m.Groups.RemoveMembers(ctx, number(ids.Group, in.GroupID), membersOf(in)))
}

func membersOf(in model.GroupMembersInput) group.Members {
	return employeesNamed(in.EmployeeIds, in.Emails)
}

// employeesNamed names employees by ids and e-mails.
func employeesNamed(employeeIDs, addresses []string) group.Members {
	emails := make([]string, len(addresses))
	for i, email := range addresses {
		emails[i] = strings.ReplaceAll(email, "\x00", "\uFFFD") // nobody's, and nothing that PostgreSQL could look for
	}
	return group.Members{IDs: numbers(ids.Employee, employeeIDs), Emails: emails}
}

func numbers(kind ids.Kind, list []string) []int64 {
	all := make([]int64, len(list))
	for i, id := range list {
		all[i] = number(kind, id)
	}
	return all
}

func membersPayload(g *ent.Group, result bulk.Result, err error) (*model.GroupMembersPayload, error) {
	if err != nil {
		return nil, err
	}
	return &model.GroupMembersPayload{Group: g, Result: &result}, nil
}
