package department

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/ent"
	entdepartment "muster/ent/department"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/storage"
)

// branch is a department with all below it.
type branch struct {
	top   *ent.Department
	nodes []*ent.Department           // each after its parent
	below map[int64][]*ent.Department // the children of each, by path
}

// branchOf loads the branch of a department that this identity may change.
func (c *change) branchOf(ctx context.Context, id int64) (*branch, error) {
	b, err := c.load(ctx, id)
	if err != nil || c.who.Source == auth.FromSCIM {
		return b, err
	}
	for _, d := range b.nodes {
		if d.Source == entdepartment.SourceSCIM {
			return nil, errs.New(errs.CodeForbidden, "%q came from SSO: only SSO changes it, or what is above it", d.Path)
		}
	}
	return b, nil
}

// load loads any branch.
func (c *change) load(ctx context.Context, id int64) (*branch, error) {
	top, err := c.find(ctx, id)
	if err != nil {
		return nil, err
	}
	nodes, err := c.tx.Ent.Department.Query().Where(entdepartment.LineageHasPrefix(top.Lineage)).Order(entdepartment.ByPathKey()).All(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(nodes, func(a, b *ent.Department) int { return depth(a.Lineage) - depth(b.Lineage) })
	b := &branch{top: nodes[0], nodes: nodes, below: map[int64][]*ent.Department{}}
	for _, d := range nodes[1:] {
		b.below[*d.ParentID] = append(b.below[*d.ParentID], d)
	}
	return b, nil
}

func (b *branch) has(id int64) bool {
	return slices.ContainsFunc(b.nodes, func(d *ent.Department) bool { return d.ID == id })
}

func (b *branch) ids() []int64 {
	ids := make([]int64, len(b.nodes))
	for i, d := range b.nodes {
		ids[i] = d.ID
	}
	return ids
}

// depth is how many levels a lineage has.
func depth(lineage string) int { return strings.Count(lineage, "/") - 1 }

// lineageOf reads a department's ids from the root down to itself; of none (nil), nothing.
func lineageOf(d *ent.Department) []int64 {
	if d == nil {
		return nil
	}
	var ids []int64
	for part := range strings.SplitSeq(strings.Trim(d.Lineage, "/"), "/") {
		if id, err := strconv.ParseInt(part, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// checkPlace says whether a branch of so many levels may be under that parent by that name.
func checkPlace(above *ent.Department, name string, levels int) error {
	path := name
	if above != nil {
		path, levels = under(above.Path, name), levels+depth(above.Lineage)
	}
	if levels > MaxLevels {
		return tooDeep()
	}
	return checkLength(Key(path))
}

// checkFree says whether the name is no other department's under that parent; self is the one that is to have it.
func (c *change) checkFree(ctx context.Context, above *ent.Department, name string, self int64) error {
	path := name
	if above != nil {
		path = under(above.Path, name)
	}
	taken, err := c.tx.Ent.Department.Query().Where(entdepartment.PathKey(Key(path)), entdepartment.IDNEQ(self)).Exist(ctx)
	if err != nil {
		return err
	}
	if taken {
		return errs.New(errs.CodeConflict, "there is a department %q already: merge the two, or give this one another name", path)
	}
	return nil
}

// written is a department as place writes it; its JSON names are the columns.
type written struct {
	ID       int64  `json:"id"`
	ParentID *int64 `json:"parent_id"`
	Name     string `json:"name"`
	NameKey  string `json:"name_key"`
	Path     string `json:"path"`
	PathKey  string `json:"path_key"`
	Lineage  string `json:"lineage"`
}

var columns = []storage.Column{
	{Name: "parent_id", Type: "bigint"},
	{Name: "name", Type: "text"},
	{Name: "name_key", Type: "text"},
	{Name: "path", Type: "text"},
	{Name: "path_key", Type: "text"},
	{Name: "lineage", Type: "text"},
}

// place writes a branch whose top has the parent and the name that it shall have, with the paths and lineages that follow.
func (c *change) place(ctx context.Context, above *ent.Department, b *branch) error {
	var rows []written
	var put func(above, d *ent.Department) error
	put = func(above, d *ent.Department) error {
		if err := checkPlace(above, d.Name, 1); err != nil {
			return err
		}
		path, lineage := d.Name, fmt.Sprintf("/%d/", d.ID)
		if above != nil {
			path, lineage = under(above.Path, d.Name), fmt.Sprint(above.Lineage, d.ID, "/")
		}
		if path != d.Path || lineage != d.Lineage {
			d.NameKey, d.Path, d.PathKey, d.Lineage = criteria.Fold(d.Name), path, Key(path), lineage
			rows = append(rows, written{d.ID, d.ParentID, d.Name, d.NameKey, d.Path, d.PathKey, d.Lineage})
		}
		for _, child := range b.below[d.ID] {
			if err := put(d, child); err != nil {
				return err
			}
		}
		return nil
	}
	if err := put(above, b.top); err != nil || len(rows) == 0 {
		return err
	}
	return c.write(ctx, rows)
}

// write stores the rows. First their paths are put out of the way: one's new path may be another's old one.
func (c *change) write(ctx context.Context, rows []written) error {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	if err := c.clear(ctx, ids); err != nil {
		return err
	}
	from, arg, err := c.tx.Dialect.Records(append([]storage.Column{{Name: "id", Type: "bigint"}}, columns...), rows)
	if err != nil {
		return err
	}
	// The plus keeps SQLite from finding the rows by their organization rather than by their ids.
	_, err = c.tx.ExecContext(ctx, c.tx.Dialect.Rebind(
		`UPDATE departments SET `+storage.Assignments(columns, "r")+` FROM `+from+` AS r
		 WHERE departments.id = r.id AND +departments.organization_id = ?`), arg, c.who.OrganizationID)
	return err
}

// clear takes departments' paths away, for a moment: no path begins with a slash.
func (c *change) clear(ctx context.Context, ids []int64) error {
	return c.exec(ctx, `UPDATE departments SET path_key = '/' || CAST(id AS VARCHAR) WHERE organization_id = ? AND id `, ids)
}

// remove deletes departments that nobody is in and nothing else is below.
func (c *change) remove(ctx context.Context, ids []int64) error {
	return c.exec(ctx, `DELETE FROM departments WHERE organization_id = ? AND id `, ids)
}

// exec runs a statement on the departments of a list.
func (c *change) exec(ctx context.Context, statement string, ids []int64) error {
	among, arg := c.tx.Dialect.Any(ids)
	_, err := c.tx.ExecContext(ctx, c.tx.Dialect.Rebind(statement+among), c.who.OrganizationID, arg)
	return err
}
