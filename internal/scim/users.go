package scim

import (
	"context"
	"maps"
	"reflect"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/ent/scimuser"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/people"
	"muster/internal/scim/fault"
	"muster/internal/scim/patch"
	"muster/internal/scim/schema"
	"muster/internal/storage"
)

// createUser makes a person known: a new one, or the one who has the address already, imported or deleted before.
func (s *Service) createUser(ctx context.Context, body map[string]any) (made resource, err error) {
	d, err := schema.User.Read(body)
	if err != nil {
		return made, err
	}
	err = s.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, err := s.claim(ctx, tx, d)
		if err != nil {
			return err
		}
		if _, says := d["active"]; !says && (p.employee == nil || p.user != nil) {
			d["active"] = true
		}
		made, err = s.write(ctx, tx, p, d, p.said())
		return err
	})
	return made, err
}

// claim finds who a new User is: nobody yet (an empty person), or somebody whom the identity provider does not know.
func (s *Service) claim(ctx context.Context, tx *storage.Tx, d schema.Document) (p person, err error) {
	key := criteria.EmailKey(at("userName")(d))
	if p.user, err = tx.Ent.SCIMUser.Query().Where(scimuser.UserNameKey(key)).Only(ctx); err != nil && !ent.IsNotFound(err) {
		return p, err
	}
	if p.user != nil && p.user.DeletedAt == nil {
		return p, fault.New(fault.Uniqueness, "there is a User of that userName")
	}
	p.employee, err = tx.Ent.Employee.Query().Where(entemployee.EmailKey(criteria.EmailKey(addressOf(d)))).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return p, err
	}
	switch {
	case p.user == nil && p.employee == nil:
		return p, s.checkName(ctx, tx, key, 0)
	case p.employee == nil:
		p.employee, err = tx.Ent.Employee.Get(ctx, p.user.EmployeeID)
		return p, err
	case p.user == nil:
		p.user, err = tx.Ent.SCIMUser.Query().Where(scimuser.EmployeeID(p.employee.ID)).Only(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return p, err
		}
		if p.user != nil && p.user.DeletedAt == nil {
			return p, fault.New(fault.Uniqueness, "the User %q has that e-mail address", p.user.UserName)
		}
		return p, s.checkName(ctx, tx, key, p.employee.ID)
	case p.user.EmployeeID != p.employee.ID:
		return p, fault.New(fault.Uniqueness, "somebody else has that e-mail address")
	}
	return p, nil
}

// checkName refuses a user name that somebody else goes by: a User, or an employee who has no other name than their address.
func (s *Service) checkName(ctx context.Context, tx *storage.Tx, key string, self int64) error {
	other, err := tx.Ent.SCIMUser.Query().Where(scimuser.UserNameKey(key), scimuser.EmployeeIDNEQ(self)).Exist(ctx)
	if err != nil {
		return err
	}
	if !other {
		holder, err := tx.Ent.Employee.Query().Where(entemployee.EmailKey(key), entemployee.IDNEQ(self)).OnlyID(ctx)
		if ent.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		named, err := tx.Ent.SCIMUser.Query().Where(scimuser.EmployeeID(holder)).Exist(ctx)
		if err != nil || named {
			return err
		}
	}
	return fault.New(fault.Uniqueness, "somebody else has that userName")
}

// said is what the identity provider itself said of the person before.
func (p person) said() schema.Document {
	if p.user == nil {
		return schema.Document{}
	}
	return p.user.Document
}

// replaceUser writes a User anew. What identity providers never said stays as it is.
func (s *Service) replaceUser(ctx context.Context, id, ifMatch string, body map[string]any) (resource, error) {
	d, err := schema.User.Read(body)
	if err != nil {
		return resource{}, err
	}
	return s.changeUser(ctx, id, ifMatch, func(p person) (after, before schema.Document, err error) {
		return d, p.said(), nil
	})
}

func (s *Service) patchUser(ctx context.Context, id, ifMatch string, operations []patch.Operation) (resource, error) {
	return s.changeUser(ctx, id, ifMatch, func(p person) (after, before schema.Document, err error) {
		before = p.document()
		after, err = patch.Apply(schema.User, before, operations)
		return after, before, err
	})
}

// changeUser writes the document that change makes of a person; before is what may be taken back.
func (s *Service) changeUser(ctx context.Context, id, ifMatch string, change func(p person) (after, before schema.Document, err error)) (r resource, err error) {
	err = s.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, err := s.person(ctx, id)
		if err != nil {
			return err
		}
		if err := checkMatch(ifMatch, p.represent().version); err != nil {
			return err
		}
		after, before, err := change(p)
		if err != nil {
			return err
		}
		if err := s.checkName(ctx, tx, criteria.EmailKey(at("userName")(after)), p.employee.ID); err != nil {
			return err
		}
		r, err = s.write(ctx, tx, p, after, before)
		return err
	})
	return r, err
}

// write stores what a document says of a person.
func (s *Service) write(ctx context.Context, tx *storage.Tx, p person, after, before schema.Document) (r resource, err error) {
	attributes, id := map[string]any{}, int64(0)
	if p.employee != nil {
		id = p.employee.ID
		maps.Copy(attributes, p.employee.Attributes)
	}
	in := input(after, before, attributes)
	if err := s.resolve(ctx, tx, &in); err != nil {
		return r, err
	}
	written, err := s.people.Provision(ctx, tx, id, in)
	if err != nil {
		return r, unique(err)
	}
	if err := s.keep(ctx, tx, p.user, written.ID, after); err != nil {
		return r, err
	}
	if p, err = s.person(ctx, ids.Format(ids.Employee, written.ID)); err != nil {
		return r, err
	}
	return p.represent(), nil
}

// unique names a conflict as SCIM does.
func unique(err error) error {
	if coded, is := err.(*errs.Error); is && coded.Code == errs.CodeConflict { //nolint:errorlint // people gives it as it is
		return fault.New(fault.Uniqueness, "%s", coded.Message)
	}
	return err
}

// keep stores the document beside the employee.
func (s *Service) keep(ctx context.Context, tx *storage.Tx, known *ent.SCIMUser, employee int64, d schema.Document) error {
	name, externalID, now := at("userName")(d), some(at("externalId")(d)), s.instant()
	if known == nil {
		return tx.Ent.SCIMUser.Create().SetEmployeeID(employee).SetUserName(name).SetUserNameKey(criteria.EmailKey(name)).
			SetNillableExternalID(externalID).SetDocument(d).SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx)
	}
	if known.DeletedAt == nil && reflect.DeepEqual(schema.Document(known.Document), d) {
		return nil
	}
	update := tx.Ent.SCIMUser.UpdateOne(known).SetUserName(name).SetUserNameKey(criteria.EmailKey(name)).SetDocument(d).
		SetUpdatedAt(now).ClearDeletedAt()
	if externalID == nil {
		update.ClearExternalID()
	} else {
		update.SetExternalID(*externalID)
	}
	return update.Exec(ctx)
}

// deleteUser disables an account and forgets the User. The employee and their history stay.
func (s *Service) deleteUser(ctx context.Context, id, ifMatch string) error {
	return s.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, err := s.person(ctx, id)
		if err != nil {
			return err
		}
		if err := checkMatch(ifMatch, p.represent().version); err != nil {
			return err
		}
		d, disabled := p.document(), string(entemployee.StatusDISABLED)
		if err := s.leaveAll(ctx, tx, p.employee.ID); err != nil {
			return err
		}
		if _, err := s.people.Provision(ctx, tx, p.employee.ID, people.Input{Email: p.employee.Email, Name: p.employee.Name, Status: given(&disabled)}); err != nil {
			return err
		}
		if err := s.keep(ctx, tx, p.user, p.employee.ID, d); err != nil {
			return err
		}
		return tx.Ent.SCIMUser.Update().Where(scimuser.EmployeeID(p.employee.ID)).SetDeletedAt(s.instant()).Exec(ctx)
	})
}
