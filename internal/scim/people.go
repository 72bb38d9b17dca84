package scim

import (
	"context"

	"muster/ent"
	entdepartment "muster/ent/department"
	entemployee "muster/ent/employee"
	"muster/ent/scimuser"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/people"
	"muster/internal/scim/fault"
	"muster/internal/scim/schema"
	"muster/internal/storage"
)

// person finds a User by its id.
func (s *Service) person(ctx context.Context, id string) (person, error) {
	number, _ := ids.Parse(ids.Employee, id) // 0, which no row has, for what is no id
	found, err := s.persons(ctx, []int64{number})
	if err != nil {
		return person{}, err
	}
	if len(found) == 0 {
		return person{}, errs.NotFound("User")
	}
	return found[0], nil
}

// persons gives the Users with the ids, in their order; those that there are not, or not any more, are left out.
func (s *Service) persons(ctx context.Context, numbers []int64) ([]person, error) {
	client := s.db.Read(ctx)
	employees, err := client.Employee.Query().Where(entemployee.IDIn(numbers...)).All(ctx)
	if err != nil {
		return nil, err
	}
	users, err := client.SCIMUser.Query().Where(scimuser.EmployeeIDIn(numbers...)).All(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[int64]*person, len(employees))
	var departments []int64
	var managers []string
	for _, e := range employees {
		known[e.ID] = &person{employee: e}
		if e.DepartmentID != nil {
			departments = append(departments, *e.DepartmentID)
		}
		if e.ManagerKey != "" {
			managers = append(managers, e.ManagerKey)
		}
	}
	for _, u := range users {
		if u.DeletedAt != nil {
			delete(known, u.EmployeeID)
		} else if p := known[u.EmployeeID]; p != nil {
			p.user = u
		}
	}
	if err := relate(ctx, client, known, departments, managers); err != nil {
		return nil, err
	}
	ordered := make([]person, 0, len(known))
	for _, number := range numbers {
		if p := known[number]; p != nil {
			ordered = append(ordered, *p)
		}
	}
	return ordered, nil
}

// relate adds the departments and the managers.
func relate(ctx context.Context, client *ent.Client, known map[int64]*person, departments []int64, managers []string) error {
	within, err := client.Department.Query().Where(entdepartment.IDIn(departments...)).All(ctx)
	if err != nil {
		return err
	}
	above, err := client.Employee.Query().Where(entemployee.EmailKeyIn(managers...)).All(ctx)
	if err != nil {
		return err
	}
	byID, byKey := map[int64]*ent.Department{}, map[string]*ent.Employee{}
	for _, d := range within {
		byID[d.ID] = d
	}
	for _, m := range above {
		byKey[m.EmailKey] = m
	}
	for _, p := range known {
		if p.employee.DepartmentID != nil {
			p.department = byID[*p.employee.DepartmentID]
		}
		p.manager = byKey[p.employee.ManagerKey]
	}
	return nil
}

// represent gives the User that the person is.
func (p person) represent() resource {
	d := p.document()
	if enterprise, is := d[schema.EnterpriseID].(map[string]any); is {
		delete(enterprise, "manager")
		if id := managed.show(p); id != "" {
			manager := map[string]any{"value": id}
			if p.manager != nil {
				manager["$ref"], manager["displayName"] = "../Users/"+id, p.manager.Name
			}
			enterprise["manager"] = manager
		}
		if len(enterprise) == 0 {
			delete(d, schema.EnterpriseID)
		}
	}
	modified := p.employee.UpdatedAt
	if p.user != nil {
		modified = max(modified, p.user.UpdatedAt)
	}
	return represent(schema.User, ids.Format(ids.Employee, p.employee.ID), d, p.employee.CreatedAt, modified)
}

// resolve finds the manager and the department that an identity provider means.
func (s *Service) resolve(ctx context.Context, tx *storage.Tx, in *people.Input) error {
	if given := in.ManagerEmail.Value; given != nil {
		address, err := managerOf(ctx, tx, *given)
		if err != nil {
			return err
		}
		in.ManagerEmail.Value = &address
	}
	if given := in.Department.Value; given != nil {
		path, err := pathOf(ctx, tx, *given)
		if err != nil {
			return err
		}
		in.Department.Value = &path
	}
	return nil
}

// managerOf gives the address of a manager who is named by the id of a User, by a user name, or by an address, which may be that of
// somebody who comes later.
func managerOf(ctx context.Context, tx *storage.Tx, named string) (string, error) {
	id, isID := ids.Parse(ids.Employee, named)
	if !isID {
		user, err := tx.Ent.SCIMUser.Query().Where(scimuser.UserNameKey(criteria.EmailKey(named))).Only(ctx)
		if ent.IsNotFound(err) {
			return named, nil // people takes addresses alone
		}
		if err != nil {
			return "", err
		}
		id = user.EmployeeID
	}
	manager, err := tx.Ent.Employee.Get(ctx, id)
	if ent.IsNotFound(err) {
		return "", fault.New(fault.InvalidValue, "manager: there is no User %.40q", named)
	}
	if err != nil {
		return "", err
	}
	return manager.Email, nil
}

// pathOf gives the path of the one department that has the name, wherever it is; any other text is a path itself.
func pathOf(ctx context.Context, tx *storage.Tx, text string) (string, error) {
	key := criteria.Fold(text)
	found, err := tx.Ent.Department.Query().Where(entdepartment.NameKey(key)).Limit(2).All(ctx)
	if err != nil {
		return "", err
	}
	if len(found) == 1 {
		return found[0].Path, nil
	}
	return text, nil
}
