package graph

import (
	"context"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/department"
	"muster/ent/employee"
	"muster/ent/predicate"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
)

func (q query) Departments(
	ctx context.Context, first *int, after, search, parentID *string, roots *bool,
) (*model.DepartmentConnection, error) {
	rows := q.client(ctx).Department.Query()
	if search != nil {
		if err := checkSearch(*search); err != nil {
			return nil, err
		}
		rows = rows.Where(department.PathKeyContains(criteria.Fold(*search)))
	}
	atTop := roots != nil && *roots
	switch {
	case atTop && parentID != nil:
		return nil, errs.New(errs.CodeInvalid, "give parentId or roots, not both")
	case atTop:
		rows = rows.Where(department.ParentIDIsNil())
	case parentID != nil:
		rows = rows.Where(department.ParentID(number(ids.Department, *parentID)))
	}
	return pageOf(ctx, rows, departmentsByPath, connection.Args{First: first, After: after})
}

func (q query) Department(ctx context.Context, id string) (*ent.Department, error) {
	return orNil(loadersFrom(ctx).department.Load(ctx, number(ids.Department, id)))
}

func (departments) ID(_ context.Context, d *ent.Department) (string, error) {
	return ids.Format(ids.Department, d.ID), nil
}

func (departments) Parent(ctx context.Context, d *ent.Department) (*ent.Department, error) {
	if d.ParentID == nil {
		return nil, nil
	}
	return orNil(loadersFrom(ctx).department.Load(ctx, *d.ParentID))
}

func (departments) Children(ctx context.Context, d *ent.Department) ([]*ent.Department, error) {
	children, err := orNone(loadersFrom(ctx).children.Load(ctx, d.ID))
	if children == nil {
		children = []*ent.Department{}
	}
	return children, err
}

func (departments) EmployeeCount(ctx context.Context, d *ent.Department) (int, error) {
	count, err := orNone(loadersFrom(ctx).headcount.Load(ctx, d.ID))
	return count.all, err
}

func (departments) DirectEmployeeCount(ctx context.Context, d *ent.Department) (int, error) {
	count, err := orNone(loadersFrom(ctx).headcount.Load(ctx, d.ID))
	return count.direct, err
}

func (departments) ChildCount(ctx context.Context, d *ent.Department) (int, error) {
	return orNone(loadersFrom(ctx).childCount.Load(ctx, d.ID))
}

func (departments) SsoManaged(ctx context.Context, d *ent.Department) (bool, error) {
	return orNone(loadersFrom(ctx).ssoManaged.Load(ctx, d.ID))
}

func (r *Resolver) loadChildren(ctx context.Context, parents []int64) (map[int64][]*ent.Department, error) {
	rows, err := r.client(ctx).Department.Query().Where(department.ParentIDIn(parents...)).
		Order(department.ByPathKey()).All(ctx)
	byParent := make(map[int64][]*ent.Department, len(parents))
	for _, d := range rows {
		byParent[*d.ParentID] = append(byParent[*d.ParentID], d)
	}
	return byParent, err
}

func (r *Resolver) loadChildCounts(ctx context.Context, parents []int64) (map[int64]int, error) {
	var counts []struct {
		ParentID int64 `json:"parent_id"` //nolint:tagliatelle // ent's name of the column
		Count    int   `json:"count"`
	}
	err := r.client(ctx).Department.Query().Where(department.ParentIDIn(parents...)).
		GroupBy(department.FieldParentID).Aggregate(ent.Count()).Scan(ctx, &counts)
	byParent := make(map[int64]int, len(counts))
	for _, c := range counts {
		byParent[c.ParentID] = c.Count
	}
	return byParent, err
}

// loadSSOManaged tells of which departments it, or one below it, came from SSO.
func (r *Resolver) loadSSOManaged(ctx context.Context, _ []int64) (map[int64]bool, error) {
	lineages, err := r.client(ctx).Department.Query().Where(department.SourceEQ(department.SourceSCIM)).
		Select(department.FieldLineage).Strings(ctx)
	managed := map[int64]bool{}
	for _, path := range lineages {
		for _, id := range lineage(path) {
			managed[id] = true
		}
	}
	return managed, err
}

// headcount is how many active employees a department has: with those below it, and its own.
type headcount struct{ all, direct int }

// loadHeadcounts counts the active employees of each department and those below it.
func (r *Resolver) loadHeadcounts(ctx context.Context, departments []int64) (map[int64]headcount, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	tops, err := r.client(ctx).Department.Query().Where(department.IDIn(departments...)).All(ctx)
	if err != nil {
		return nil, err
	}
	within := make([]predicate.Department, len(tops))
	for i, d := range tops {
		within[i] = department.LineageHasPrefix(d.Lineage)
	}
	below, err := r.client(ctx).Department.Query().Where(department.Or(within...)).
		Select(department.FieldID, department.FieldLineage).All(ctx)
	if err != nil {
		return nil, err
	}
	var counts []struct {
		DepartmentID int64 `json:"department_id"` //nolint:tagliatelle // ent's name of the column
		Count        int   `json:"count"`
	}
	err = r.client(ctx).Employee.Query().
		Where(employee.StatusEQ(employee.StatusACTIVE), inDepartments(who.OrganizationID, within...)).
		GroupBy(employee.FieldDepartmentID).Aggregate(ent.Count()).Scan(ctx, &counts)
	if err != nil {
		return nil, err
	}
	direct := make(map[int64]int, len(counts))
	for _, c := range counts {
		direct[c.DepartmentID] = c.Count
	}
	total := make(map[int64]headcount, len(tops))
	for _, d := range below {
		for _, ancestor := range lineage(d.Lineage) {
			count := total[ancestor]
			count.all, count.direct = count.all+direct[d.ID], direct[ancestor]
			total[ancestor] = count
		}
	}
	return total, nil
}

// employeesWithin holds for those in the department or anywhere below it, and for nobody where there is none.
func (r *Resolver) employeesWithin(ctx context.Context, id string) (predicate.Employee, error) {
	number, _ := ids.Parse(ids.Department, id)
	d, err := r.client(ctx).Department.Get(ctx, number)
	if ent.IsNotFound(err) {
		return employee.IDIn(), nil
	}
	if err != nil {
		return nil, err
	}
	return inDepartments(d.OrganizationID, department.LineageHasPrefix(d.Lineage)), nil
}

// inDepartments holds for employees whose own department is any of those.
func inDepartments(organization int64, which ...predicate.Department) predicate.Employee {
	return func(s *sql.Selector) {
		d := sql.Table(department.Table)
		ids := sql.Dialect(s.Dialect()).Select(d.C(department.FieldID)).From(d).
			Where(sql.EQ(d.C(department.FieldOrganizationID), organization))
		department.Or(which...)(ids)
		s.Where(sql.In(s.C(employee.FieldDepartmentID), ids))
	}
}

// lineage reads a department's ids from the root down to itself.
func lineage(path string) []int64 {
	var all []int64
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if id, err := strconv.ParseInt(part, 10, 64); err == nil {
			all = append(all, id)
		}
	}
	return all
}
