package department

import (
	"context"
	"fmt"
	"strings"

	"muster/ent"
	"muster/internal/audit"
	"muster/internal/errs"
)

// Delete removes a department with all below it, and gives how many people went to the target. Without a target (0) it is refused
// while there are people; the error says how many. It is refused while groups name what would be gone.
func (s *Service) Delete(ctx context.Context, id, target int64) (moved int, err error) {
	err = s.alone(ctx, func(ctx context.Context, c *change) error {
		b, err := c.branchOf(ctx, id)
		if err != nil {
			return err
		}
		to, err := c.parent(ctx, target)
		if err != nil {
			return err
		}
		if to != nil && b.has(target) {
			return errs.New(errs.CodeInvalid, "%q would be deleted too: name a target outside of %q", to.Path, b.top.Path)
		}
		if err := c.checkUnnamed(ctx, b); err != nil {
			return err
		}
		moved, err = c.delete(ctx, b, to)
		return err
	})
	return moved, err
}

func (c *change) delete(ctx context.Context, b *branch, target *ent.Department) (moved int, err error) {
	people, err := c.peopleOf(ctx, b.ids())
	if err != nil {
		return 0, err
	}
	details := map[string]any{"employees": len(people)}
	if len(people) > 0 {
		if target == nil {
			return 0, c.inhabited(ctx, b, len(people))
		}
		details["target"] = target.Path
		into := make(map[int64]int64, len(b.nodes))
		for _, id := range b.ids() {
			into[id] = target.ID
		}
		if err := c.transfer(ctx, into); err != nil {
			return 0, err
		}
		if err := c.relocate(ctx, people, passing(aboveOf(b.top), lineageOf(target))); err != nil {
			return 0, err
		}
	}
	if err := c.remove(ctx, b.ids()); err != nil {
		return 0, err
	}
	return len(people), audit.Record(ctx, c.tx, entry(audit.DepartmentDeleted, b.top, details))
}

// inhabited refuses to delete a branch with people.
func (c *change) inhabited(ctx context.Context, b *branch, people int) error {
	var disabled int
	among, arg := c.tx.Dialect.Any(b.ids())
	err := c.tx.QueryRowContext(ctx, c.tx.Dialect.Rebind(
		`SELECT COUNT(*) FROM employees WHERE organization_id = ? AND status = 'DISABLED' AND department_id `+among), c.who.OrganizationID, arg).Scan(&disabled)
	if err != nil {
		return err
	}
	return errs.New(errs.CodeConflict, "%d people are in %q and below it, %d of them with disabled accounts: name a department for them to go to",
		people, b.top.Path, disabled)
}

// checkUnnamed refuses while criteria name a department of the branch.
func (c *change) checkUnnamed(ctx context.Context, b *branch) error {
	groups, err := c.groups.NamingDepartments(ctx, c.tx, b.ids())
	if err != nil || len(groups) == 0 {
		return err
	}
	return errs.New(errs.CodeConflict, "the criteria of %s name %q or what is below it: merge it into another department, or redescribe or delete the groups",
		some(groups), b.top.Path)
}

// maxNamed is how many groups a message names; it counts the others.
const maxNamed = 10

// some names groups.
func some(groups []*ent.Group) string {
	names := make([]string, 0, maxNamed)
	for _, g := range groups[:min(len(groups), maxNamed)] {
		names = append(names, fmt.Sprintf("%q", g.Name))
	}
	text := strings.Join(names, ", ")
	if more := len(groups) - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
