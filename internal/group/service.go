package group

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/group/action"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/reading"
	"muster/internal/storage"
)

// Limits of what is written about a group, in characters.
const (
	maxName        = 200
	maxDescription = 1000
	maxNote        = 1000
)

// Service does what an administrator does with groups. Every method acts inside the organization of the identity in ctx
// and answers errs.CodeNotFound for what that organization does not have.
type Service struct {
	db     *storage.DB
	engine *membership.Engine
	jobs   *jobs.Queue
	model  Model // nil: the grammar reads alone
	now    func() time.Time
}

// New makes the service; now is the clock.
func New(db *storage.DB, engine *membership.Engine, queue *jobs.Queue, now func() time.Time) *Service {
	return &Service{db: db, engine: engine, jobs: queue, now: now}
}

func (s *Service) instant() int64 { return int64(criteria.InstantOf(s.now())) }

// change runs one transaction on one group of the caller's organization, alone with it: no write of facts, tick or
// other change of a group runs beside it. It returns the group as it is after the transaction.
func (s *Service) change(ctx context.Context, id int64, work func(ctx context.Context, tx *storage.Tx, g *ent.Group) error) (*ent.Group, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	var changed *ent.Group
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, who.OrganizationID, storage.Exclusive); err != nil {
			return err
		}
		g, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := work(ctx, tx, g); err != nil {
			return err
		}
		changed, err = tx.Ent.Group.Get(ctx, id)
		if ent.IsNotFound(err) { // the work was to delete it
			changed = g
			return nil
		}
		if err == nil {
			s.engine.GroupUpdated(tx, changed.OrganizationID, changed.ID, changed.Version)
		}
		return err
	})
	return changed, err
}

func find(ctx context.Context, tx *storage.Tx, id int64) (*ent.Group, error) {
	g, err := tx.Ent.Group.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, errs.NotFound("group")
	}
	return g, err
}

// text checks words that people wrote: not empty, valid, no longer than limit characters. It trims them.
func text(what, value string, limit int) (string, error) {
	value = strings.TrimSpace(value)
	switch {
	case value == "":
		return "", errs.New(errs.CodeInvalid, "%s is empty", what)
	case !utf8.ValidString(value) || strings.ContainsRune(value, 0):
		return "", errs.New(errs.CodeInvalid, "%s is not valid text", what)
	case utf8.RuneCountInString(value) > limit:
		return "", errs.New(errs.CodeInvalid, "%s has more than %d characters", what, limit)
	}
	return value, nil
}

// Rename gives the group another name. Names need not be unique.
func (s *Service) Rename(ctx context.Context, id int64, name string) (*ent.Group, error) {
	name, err := text("the name", name, maxName)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := action.Rename.Check(ctx, g); err != nil {
			return err
		}
		if name == g.Name {
			return nil
		}
		renamed, err := tx.Ent.Group.UpdateOne(g).SetName(name).SetNameKey(criteria.Fold(name)).SetUpdatedAt(s.instant()).Save(ctx)
		if err != nil {
			return err
		}
		return record(ctx, tx, renamed, audit.GroupRenamed, details{"from": g.Name})
	})
}

// Activate offers the group in selectors. A PARTIAL reading needs acceptPartial (errs.CodePartial).
func (s *Service) Activate(ctx context.Context, id int64, acceptPartial bool) (*ent.Group, error) {
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := action.Activate.Check(ctx, g); err != nil {
			return err
		}
		if err := checkPartial(g, acceptPartial); err != nil {
			return err
		}
		if err := s.moveTo(ctx, tx, g, entgroup.StatusACTIVE); err != nil {
			return err
		}
		return record(ctx, tx, g, audit.GroupActivated, nil)
	})
}

// Save keeps a READY group as INACTIVE.
func (s *Service) Save(ctx context.Context, id int64) (*ent.Group, error) {
	return s.step(ctx, id, action.Save, audit.GroupSaved)
}

// Deactivate takes an ACTIVE group out of the selectors; it stays up to date.
func (s *Service) Deactivate(ctx context.Context, id int64) (*ent.Group, error) {
	return s.step(ctx, id, action.Deactivate, audit.GroupDeactivated)
}

// step makes the group INACTIVE.
func (s *Service) step(ctx context.Context, id int64, a action.Action, done audit.Action) (*ent.Group, error) {
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := a.Check(ctx, g); err != nil {
			return err
		}
		if err := s.moveTo(ctx, tx, g, entgroup.StatusINACTIVE); err != nil {
			return err
		}
		return record(ctx, tx, g, done, nil)
	})
}

func (s *Service) moveTo(ctx context.Context, tx *storage.Tx, g *ent.Group, to entgroup.Status) error {
	return tx.Ent.Group.UpdateOne(g).SetStatus(to).SetUpdatedAt(s.instant()).Exec(ctx)
}

// Discard deletes a READY or FAILED group that was never saved.
func (s *Service) Discard(ctx context.Context, id int64) (*ent.Group, error) {
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := action.Discard.Check(ctx, g); err != nil {
			return err
		}
		return s.end(ctx, tx, g, audit.GroupDiscarded)
	})
}

// Delete removes the group in any state, for good. The SYSTEM group stays, and so does a group that others' criteria
// name: the error names those.
func (s *Service) Delete(ctx context.Context, id int64) (*ent.Group, error) {
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := action.Delete.Check(ctx, g); err != nil {
			return err
		}
		return s.end(ctx, tx, g, audit.GroupDeleted)
	})
}

// end removes the group and keeps what it was.
func (s *Service) end(ctx context.Context, tx *storage.Tx, g *ent.Group, done audit.Action) error {
	if err := s.remove(ctx, tx, g); err != nil {
		return err
	}
	return record(ctx, tx, g, done, details{"kind": g.Kind, "status": g.Status, "description": g.Description, "members": g.MemberCount})
}

func (s *Service) remove(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
	if err := checkUnused(ctx, tx, g); err != nil {
		return err
	}
	if err := tx.Ent.Group.DeleteOne(g).Exec(ctx); err != nil {
		return err
	}
	s.engine.GroupDeleted(tx, g.OrganizationID, g.ID, g.Version)
	return s.engine.CriteriaChanged(ctx, tx, g.OrganizationID)
}

// checkUnused refuses while other groups' criteria name this group.
func checkUnused(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
	others, err := naming(ctx, tx.Ent, g)
	if err != nil || len(others) == 0 {
		return err
	}
	users := make([]string, len(others))
	for i, other := range others {
		users[i] = other.Name
	}
	return errs.New(errs.CodeConflict, "the criteria of %q name this group", users)
}

func checkPartial(g *ent.Group, accept bool) error {
	if accept {
		return nil
	}
	read, err := InterpretationOf(g)
	if err != nil || read == nil || read.Status != reading.Partial {
		return err
	}
	return errs.New(errs.CodePartial, "some words of the description were not understood: look at them, then activate with acceptPartial")
}
