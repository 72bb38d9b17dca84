package people

import (
	"context"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/storage"
)

// Provision writes one person as an identity provider describes them, in the caller's transaction, which holds the organization's lock
// exclusively. The person is the employee of the id, whose e-mail address may become another; 0 makes a new one. Those whose
// manager they are follow a changed address. Errors: NOT_FOUND, INVALID, and CONFLICT where somebody else has the address.
func (s *Service) Provision(ctx context.Context, tx *storage.Tx, id int64, in Input) (*ent.Employee, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	u := upsert{tx: tx, words: s.words, organization: who.OrganizationID, now: int64(criteria.InstantOf(s.now()))}
	p, err := u.provisioned(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := p.after.put(in); err != nil {
		return nil, err
	}
	if err := u.checkFree(ctx, p); err != nil {
		return nil, err
	}
	if err := u.departments(ctx, []*person{p}); err != nil {
		return nil, err
	}
	var created, updated []*person
	switch {
	case id == 0:
		created = []*person{p}
	case !p.after.equal(p.before):
		if updated, err = u.reports(ctx, p); err != nil {
			return nil, err
		}
		updated = append(updated, p)
	}
	if err := u.write(ctx, s.engine, created, updated); err != nil {
		return nil, err
	}
	return tx.Ent.Employee.Get(ctx, p.after.ID)
}

// provisioned gives the person of an id, 0 for a new one.
func (u *upsert) provisioned(ctx context.Context, id int64) (*person, error) {
	if id == 0 {
		return newcomer(), nil
	}
	e, err := u.tx.Ent.Employee.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, errs.NotFound("employee")
	}
	if err != nil {
		return nil, err
	}
	known, err := profileOf(e)
	return &person{before: known, after: known}, err
}

// checkFree refuses an address that somebody else has.
func (u *upsert) checkFree(ctx context.Context, p *person) error {
	if p.after.EmailKey == p.before.EmailKey {
		return nil
	}
	taken, err := u.tx.Ent.Employee.Query().Where(entemployee.EmailKey(p.after.EmailKey)).Exist(ctx)
	if err == nil && taken {
		err = errs.New(errs.CodeConflict, "somebody else has the e-mail address %s", p.after.Email)
	}
	return err
}

// reports gives those whose manager the person is, with the address that the person has from now on.
func (u *upsert) reports(ctx context.Context, manager *person) ([]*person, error) {
	if manager.after.EmailKey == manager.before.EmailKey {
		return nil, nil
	}
	found, err := u.tx.Ent.Employee.Query().
		Where(entemployee.ManagerKey(manager.before.EmailKey), entemployee.IDNEQ(manager.before.ID)).All(ctx)
	if err != nil {
		return nil, err
	}
	people := make([]*person, len(found))
	for i, e := range found {
		known, err := profileOf(e)
		if err != nil {
			return nil, err
		}
		people[i] = &person{before: known, after: known}
		people[i].after.ManagerKey = manager.after.EmailKey
	}
	return people, nil
}
