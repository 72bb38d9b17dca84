package department

import (
	"context"
	"time"

	"muster/ent"
	entdepartment "muster/ent/department"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/membership"
	"muster/internal/storage"
)

// Groups is what the tree asks of the groups, whose criteria name departments. Both run in the caller's transaction, under
// the organization's exclusive lock.
type Groups interface {
	// NamingDepartments gives the groups whose criteria name any of the departments, by name.
	NamingDepartments(ctx context.Context, tx *storage.Tx, departments []int64) ([]*ent.Group, error)
	// ReplaceDepartments makes criteria that name a department name the one that by has for it, as new versions of
	// the criteria, and gives the groups that it changed. Their members are the caller's to make exact.
	ReplaceDepartments(ctx context.Context, tx *storage.Tx, by map[int64]int64) ([]*ent.Group, error)
}

// Service changes the tree. Every method acts inside the organization of the identity in ctx, needs the role OPERATOR and answers
// errs.CodeNotFound for what that organization does not have. The id 0 is no department's.
type Service struct {
	db     *storage.DB
	engine *membership.Engine
	groups Groups
	now    func() time.Time
}

// New makes the service; now is the clock.
func New(db *storage.DB, engine *membership.Engine, groups Groups, now func() time.Time) *Service {
	return &Service{db: db, engine: engine, groups: groups, now: now}
}

func (s *Service) instant() int64 { return int64(criteria.InstantOf(s.now())) }

// alone runs one change: no import, tick or other change of the organization runs beside it.
func (s *Service) alone(ctx context.Context, work func(ctx context.Context, c *change) error) error {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, who.OrganizationID, storage.Exclusive); err != nil {
			return err
		}
		return work(ctx, &change{Service: s, tx: tx, who: who})
	})
}

// change is one change of the tree inside its transaction.
type change struct {
	*Service
	tx  *storage.Tx
	who auth.Identity
}

// find gives a department of the organization.
func (c *change) find(ctx context.Context, id int64) (*ent.Department, error) {
	d, err := c.tx.Ent.Department.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, errs.NotFound("department")
	}
	return d, err
}

// parent gives the department to be under, nil for 0: at the top.
func (c *change) parent(ctx context.Context, id int64) (*ent.Department, error) {
	if id == 0 {
		return nil, nil
	}
	return c.find(ctx, id)
}

// Create makes a department below a parent, 0: at the top.
func (s *Service) Create(ctx context.Context, name string, parent int64) (made *ent.Department, err error) {
	if name, err = nameOf(name); err != nil {
		return nil, err
	}
	err = s.alone(ctx, func(ctx context.Context, c *change) error {
		above, err := c.parent(ctx, parent)
		if err != nil {
			return err
		}
		if err := checkPlace(above, name, 1); err != nil {
			return err
		}
		if err := c.checkFree(ctx, above, name, 0); err != nil {
			return err
		}
		by := creation{tx: c.tx, source: entdepartment.SourceMANUAL, at: s.instant()}
		if c.who.Source == auth.FromSCIM {
			by.source = entdepartment.SourceSCIM
		}
		if made, _, err = by.insert(ctx, above, name); err != nil {
			return err
		}
		return audit.Record(ctx, c.tx, entry(audit.DepartmentCreated, made, nil))
	})
	return made, err
}

// Rename gives a department another name. Nobody's groups change; paths and readbacks do.
func (s *Service) Rename(ctx context.Context, id int64, name string) (renamed *ent.Department, err error) {
	if name, err = nameOf(name); err != nil {
		return nil, err
	}
	err = s.alone(ctx, func(ctx context.Context, c *change) error {
		b, err := c.branchOf(ctx, id)
		if err != nil {
			return err
		}
		renamed = b.top
		if b.top.Name == name {
			return nil
		}
		above, err := c.parent(ctx, idOf(b.top.ParentID))
		if err != nil {
			return err
		}
		if err := c.checkFree(ctx, above, name, id); err != nil {
			return err
		}
		before := b.top.Path
		b.top.Name = name
		if err := c.place(ctx, above, b); err != nil {
			return err
		}
		return audit.Record(ctx, c.tx, entry(audit.DepartmentRenamed, renamed, map[string]any{"before": before}))
	})
	return renamed, err
}

// Move puts a department with all below it under a parent, 0: at the top.
func (s *Service) Move(ctx context.Context, id, parent int64) (moved *ent.Department, err error) {
	err = s.alone(ctx, func(ctx context.Context, c *change) error {
		b, err := c.branchOf(ctx, id)
		if err != nil {
			return err
		}
		above, err := c.parent(ctx, parent)
		if err != nil {
			return err
		}
		moved = b.top
		if idOf(b.top.ParentID) == parent {
			return nil
		}
		if above != nil && b.has(parent) {
			return errs.New(errs.CodeInvalid, "%q is below %q and cannot be above it too", above.Path, b.top.Path)
		}
		if err := c.checkFree(ctx, above, b.top.Name, id); err != nil {
			return err
		}
		before, passed := b.top.Path, passing(aboveOf(b.top), lineageOf(above))
		b.top.ParentID = nil
		if above != nil {
			b.top.ParentID = &above.ID
		}
		if err := c.place(ctx, above, b); err != nil {
			return err
		}
		people, err := c.peopleOf(ctx, b.ids())
		if err != nil {
			return err
		}
		if err := c.relocate(ctx, people, passed); err != nil {
			return err
		}
		return audit.Record(ctx, c.tx, entry(audit.DepartmentMoved, moved, map[string]any{"before": before, "employees": len(people)}))
	})
	return moved, err
}

func idOf(parent *int64) int64 {
	if parent == nil {
		return 0
	}
	return *parent
}
