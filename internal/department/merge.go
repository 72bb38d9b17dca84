package department

import (
	"context"
	"maps"
	"slices"

	"muster/ent"
	"muster/internal/audit"
	"muster/internal/errs"
	"muster/internal/membership"
)

// Merged is what a merger did.
type Merged struct {
	Department *ent.Department // the one that is left
	Groups     []*ent.Group    // those whose criteria named what is gone, and name what is left
	Employees  int             // in and below the department that is gone
}

// Merge makes one department of two: the people and the departments of the first are the other's, and the first is gone.
// Where both have a department of the same name, those are merged too. Criteria that named what is gone name what it is now.
func (s *Service) Merge(ctx context.Context, id, into int64) (m Merged, err error) {
	err = s.alone(ctx, func(ctx context.Context, c *change) error {
		from, err := c.branchOf(ctx, id)
		if err != nil {
			return err
		}
		target, err := c.load(ctx, into)
		if err != nil {
			return err
		}
		if from.has(into) {
			return errs.New(errs.CodeInvalid, "%q is %q or below it: a department is merged into another one", target.top.Path, from.top.Path)
		}
		m, err = c.merge(ctx, from, target)
		return err
	})
	return m, err
}

func (c *change) merge(ctx context.Context, from, target *branch) (m Merged, err error) {
	before, passed := from.top.Path, passing(aboveOf(from.top), lineageOf(target.top))
	moved, err := c.peopleOf(ctx, from.ids())
	if err != nil {
		return m, err
	}
	settled, err := c.peopleOf(ctx, slices.DeleteFunc(target.ids(), from.has))
	if err != nil {
		return m, err
	}
	into := join(from, target)
	if err := c.unite(ctx, target, into); err != nil {
		return m, err
	}
	m = Merged{Department: target.top, Employees: len(moved)}
	if m.Groups, err = c.groups.ReplaceDepartments(ctx, c.tx, into); err != nil {
		return m, err
	}
	left := slices.Collect(maps.Values(into))
	if len(m.Groups) > 0 {
		who := membership.Touched{Employees: settled, Facts: named(left)}
		if err := c.engine.Redefined(ctx, c.tx, c.who.OrganizationID, who); err != nil {
			return m, err
		}
	}
	if err := c.relocate(ctx, moved, append(passed, left...)); err != nil {
		return m, err
	}
	return m, audit.Record(ctx, c.tx, entry(audit.DepartmentMerged, m.Department, map[string]any{
		"merged": before, "employees": len(moved), "groups": some(m.Groups),
	}))
}

// unite writes a target as join made it.
func (c *change) unite(ctx context.Context, target *branch, into map[int64]int64) error {
	if err := c.transfer(ctx, into); err != nil {
		return err
	}
	gone := slices.Collect(maps.Keys(into))
	if err := c.clear(ctx, gone); err != nil {
		return err
	}
	above, err := c.parent(ctx, idOf(target.top.ParentID))
	if err != nil {
		return err
	}
	if err := c.place(ctx, above, target); err != nil {
		return err
	}
	return c.remove(ctx, gone)
}

// join puts what is below the first branch's top below the other's, merging those of one name, and gives what goes with what it
// is from then on. The target has, below it, what will be there.
func join(from, target *branch) map[int64]int64 {
	into := map[int64]int64{}
	below := maps.Clone(from.below)
	maps.Copy(below, target.below) // the same departments where one branch is within the other
	var unite func(goes, stays *ent.Department)
	unite = func(goes, stays *ent.Department) {
		into[goes.ID] = stays.ID
		if goes.ParentID != nil {
			below[*goes.ParentID] = slices.DeleteFunc(slices.Clone(below[*goes.ParentID]), func(d *ent.Department) bool { return d.ID == goes.ID })
		}
		for _, child := range below[goes.ID] {
			at := slices.IndexFunc(below[stays.ID], func(d *ent.Department) bool { return d.NameKey == child.NameKey })
			if at >= 0 {
				unite(child, below[stays.ID][at])
				continue
			}
			child.ParentID = &stays.ID
			below[stays.ID] = append(slices.Clone(below[stays.ID]), child)
		}
		delete(below, goes.ID)
	}
	unite(from.top, target.top)
	target.below = below
	return into
}
