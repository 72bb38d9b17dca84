package group

import (
	"context"
	"slices"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/internal/audit"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/group/action"
	"muster/internal/storage"
)

// MaxMembers bounds the employees of one AddMembers or RemoveMembers.
const MaxMembers = 10_000

// Members names employees by id, by e-mail, or both. Rows of the outcome count the ids first, then the e-mails.
type Members struct {
	IDs    []int64 // 0 for an id that is none
	Emails []string
}

// AddMembers puts employees into a manual group.
func (s *Service) AddMembers(ctx context.Context, id int64, who Members) (*ent.Group, bulk.Result, error) {
	return s.setMembers(ctx, id, who, handed{action.AddMembers, audit.MembersAdded, s.engine.Add})
}

// RemoveMembers takes employees out of a manual group.
func (s *Service) RemoveMembers(ctx context.Context, id int64, who Members) (*ent.Group, bulk.Result, error) {
	return s.setMembers(ctx, id, who, handed{action.RemoveMembers, audit.MembersRemoved, s.engine.Remove})
}

// handed is one of the two ways of setting members by hand.
type handed struct {
	action action.Action
	done   audit.Action
	set    func(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64) ([]int64, error)
}

func (s *Service) setMembers(ctx context.Context, id int64, who Members, by handed) (*ent.Group, bulk.Result, error) {
	return s.onEmployees(ctx, id, who, by.action, func(ctx context.Context, tx *storage.Tx, g *ent.Group, employees []int64) (int, error) {
		moved, err := by.set(ctx, tx, g.OrganizationID, g.ID, employees)
		if err != nil {
			return 0, err
		}
		return len(moved), recordMembers(ctx, tx, g, by.done, moved, details{})
	})
}

// onEmployees changes what a group has to do with employees: those whom the organization does not have are rejected, work gets the others,
// each once, and says for how many something changed.
func (s *Service) onEmployees(ctx context.Context, id int64, who Members, a action.Action,
	work func(ctx context.Context, tx *storage.Tx, g *ent.Group, employees []int64) (accepted int, err error),
) (*ent.Group, bulk.Result, error) {
	var result bulk.Result
	if err := bulk.TooMany(len(who.IDs)+len(who.Emails), MaxMembers, "employees"); err != nil {
		return nil, result, err
	}
	g, err := s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := a.Check(ctx, g); err != nil {
			return err
		}
		found, rejected, err := s.resolve(ctx, tx, who)
		if err != nil {
			return err
		}
		slices.Sort(found)
		accepted, err := work(ctx, tx, g, slices.Compact(found))
		if err != nil {
			return err
		}
		result = rejected
		result.Accepted = accepted
		result.Unchanged = len(who.IDs) + len(who.Emails) - len(rejected.Rejected) - accepted
		return nil
	})
	return g, result, err
}

// resolve finds the employees; those whom the organization does not have are rejected.
func (s *Service) resolve(ctx context.Context, tx *storage.Tx, who Members) (found []int64, result bulk.Result, err error) {
	known, err := storage.InChunks(who.IDs, func(ids []int64) ([]*ent.Employee, error) {
		return tx.Ent.Employee.Query().Where(entemployee.IDIn(ids...)).Select(entemployee.FieldID).All(ctx)
	})
	if err != nil {
		return nil, result, err
	}
	keys := make([]string, len(who.Emails))
	for i, email := range who.Emails {
		keys[i] = criteria.EmailKey(email)
	}
	byEmail, err := storage.InChunks(keys, func(keys []string) ([]*ent.Employee, error) {
		return tx.Ent.Employee.Query().Where(entemployee.EmailKeyIn(keys...)).Select(entemployee.FieldID, entemployee.FieldEmailKey).All(ctx)
	})
	if err != nil {
		return nil, result, err
	}
	ids, emails := map[int64]bool{}, map[string]int64{}
	for _, e := range known {
		ids[e.ID] = true
	}
	for _, e := range byEmail {
		emails[e.EmailKey] = e.ID
	}
	for i, id := range who.IDs {
		if !ids[id] {
			result.Reject(i, errs.NotFound("employee"))
			continue
		}
		found = append(found, id)
	}
	for i, key := range keys {
		id, ok := emails[key]
		if !ok {
			result.Reject(len(who.IDs)+i, errs.NotFound("employee"))
			continue
		}
		found = append(found, id)
	}
	return found, result, nil
}
