package scim

import (
	"context"
	"maps"
	"slices"
	"strings"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/ent/membership"
	"muster/ent/scimuser"
	"muster/internal/ids"
	engine "muster/internal/membership"
	"muster/internal/scim/fault"
	"muster/internal/scim/filter"
	"muster/internal/scim/patch"
	"muster/internal/scim/schema"
	"muster/internal/storage"
)

// members is the attribute that holds a Group's people. There may be very many, so that they are changed by what moves, and are
// never part of a document.
const members = "members"

// moves is how a Group's members change.
type moves struct {
	all   bool // join is everybody who is to be in the group
	join  []int64
	leave []int64
}

// add, remove and replace follow one another, as the operations of a request do.
func (m *moves) add(employees []int64) {
	m.leave = without(m.leave, employees)
	m.join = append(m.join, employees...)
}

func (m *moves) remove(employees []int64) {
	m.join = without(m.join, employees)
	if !m.all {
		m.leave = append(m.leave, employees...)
	}
}

func (m *moves) replace(employees []int64) { *m = moves{all: true, join: employees} }

func without(employees, others []int64) []int64 {
	gone := make(map[int64]bool, len(others))
	for _, id := range others {
		gone[id] = true
	}
	return slices.DeleteFunc(employees, func(id int64) bool { return gone[id] })
}

// membersIn takes the members out of a Group's body.
func membersIn(body map[string]any) (found []int64, err error) {
	for _, name := range slices.Collect(maps.Keys(body)) {
		if strings.EqualFold(name, members) {
			if found, err = employeesOf(body[name]); err != nil {
				return nil, err
			}
			delete(body, name)
		}
	}
	return found, nil
}

// employeesOf reads members: objects that have a value, or the values alone; one or a list.
func employeesOf(value any) ([]int64, error) {
	values, isList := value.([]any)
	if !isList && value != nil {
		values = []any{value}
	}
	employees := make([]int64, len(values))
	for i, v := range values {
		if parts, is := v.(map[string]any); is {
			v = parts["value"]
		}
		text, _ := v.(string)
		number, ok := ids.Parse(ids.Employee, text)
		if !ok {
			return nil, fault.New(fault.InvalidValue, "members: %.40q is no User's id", text)
		}
		employees[i] = number
	}
	return employees, nil
}

// split parts operations into those about members and the others.
func split(operations []patch.Operation) (others []patch.Operation, m moves, err error) {
	for _, o := range operations {
		if o.Path == "" {
			values, is := o.Value.(map[string]any)
			if is && o.Op != patch.Remove {
				if err := m.within(o.Op, values); err != nil {
					return nil, m, err
				}
			}
			others = append(others, o)
			continue
		}
		path, err := filter.ParsePath(o.Path)
		if err != nil {
			return nil, m, err
		}
		ref, ok := schema.Group.Find(path.Attribute)
		if !ok || ref.Attribute.Name != members {
			others = append(others, o)
			continue
		}
		if err := m.operate(o, path, ref); err != nil {
			return nil, m, err
		}
	}
	return others, m, nil
}

// within takes the members out of an operation's object.
func (m *moves) within(op patch.Kind, values map[string]any) error {
	for name, value := range values {
		if !strings.EqualFold(name, members) {
			continue
		}
		employees, err := employeesOf(value)
		if err != nil {
			return err
		}
		if delete(values, name); op == patch.Add {
			m.add(employees)
		} else {
			m.replace(employees)
		}
	}
	return nil
}

func (m *moves) operate(o patch.Operation, path filter.Path, ref schema.Ref) error {
	switch {
	case ref.Sub != nil || path.Sub != "":
		return fault.New(fault.Mutability, "what a member is cannot be changed: remove it, and add another")
	case path.Of != nil && o.Op != patch.Remove:
		return fault.New(fault.NoTarget, "members are added and replaced without a filter")
	case path.Of != nil:
		employees, err := named(path.Of)
		m.remove(employees)
		return err
	}
	employees, err := employeesOf(o.Value)
	switch {
	case err != nil:
		return err
	case o.Op == patch.Add:
		m.add(employees)
	case o.Op == patch.Remove && o.Value != nil: // not in the RFC: those that are to go, as a value
		m.remove(employees)
	default:
		m.replace(employees)
	}
	return nil
}

// named gives the members that a filter names by their values. A value that is no id is nobody's.
func named(n filter.Node) ([]int64, error) {
	switch n := n.(type) {
	case filter.Test:
		if text, is := n.Value.(string); is && n.Op == filter.Equal && strings.EqualFold(n.Attribute, "value") {
			if number, ok := ids.Parse(ids.Employee, text); ok {
				return []int64{number}, nil
			}
			return nil, nil
		}
	case filter.Or:
		var all []int64
		for _, part := range n {
			some, err := named(part)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		return all, nil
	}
	return nil, fault.New(fault.InvalidFilter, `members are named by their values: members[value eq "emp_1"]`)
}

// move changes a group's members.
func (s *Service) move(ctx context.Context, tx *storage.Tx, g *ent.Group, m moves) (*ent.Group, error) {
	if err := checkUsers(ctx, tx, m.join); err != nil {
		return nil, err
	}
	if m.all {
		var present []int64
		err := tx.Ent.Membership.Query().Where(membership.GroupID(g.ID)).Select(membership.FieldEmployeeID).Scan(ctx, &present)
		if err != nil {
			return nil, err
		}
		waiting, err := engine.Waiting(ctx, tx, g.OrganizationID, g.ID)
		if err != nil {
			return nil, err
		}
		m.leave = without(append(present, waiting...), m.join)
	}
	return s.groups.MoveProvisioned(ctx, tx, g, m.join, m.leave)
}

// checkUsers refuses members that are no Users.
func checkUsers(ctx context.Context, tx *storage.Tx, employees []int64) error {
	known, err := storage.InChunks(employees, func(part []int64) ([]int64, error) {
		return tx.Ent.Employee.Query().Where(entemployee.IDIn(part...)).IDs(ctx)
	})
	if err != nil {
		return err
	}
	deleted, err := storage.InChunks(employees, func(part []int64) ([]*ent.SCIMUser, error) {
		return tx.Ent.SCIMUser.Query().Where(scimuser.EmployeeIDIn(part...), scimuser.DeletedAtNotNil()).All(ctx)
	})
	if err != nil {
		return err
	}
	users := make(map[int64]bool, len(known))
	for _, id := range known {
		users[id] = true
	}
	for _, u := range deleted {
		delete(users, u.EmployeeID)
	}
	for _, id := range employees {
		if !users[id] {
			return fault.New(fault.InvalidValue, "members: there is no User %s", ids.Format(ids.Employee, id))
		}
	}
	return nil
}
