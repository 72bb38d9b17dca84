package graph

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/employee"
	"muster/ent/group"
	"muster/ent/membership"
	"muster/ent/predicate"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
)

// maxSearch bounds the words of a search, in bytes.
const maxSearch = 500

func (q query) Employees(
	ctx context.Context, first *int, after *string, last *int, before *string, filter *model.EmployeeFilter,
) (*model.EmployeeConnection, error) {
	rows := q.client(ctx).Employee.Query()
	if filter != nil {
		conditions, err := q.employeeConditions(ctx, *filter)
		if err != nil {
			return nil, err
		}
		rows = rows.Where(conditions...)
	}
	return pageOf(ctx, rows, employeesByName, connection.Args{First: first, After: after, Last: last, Before: before})
}

func (r *Resolver) employeeConditions(ctx context.Context, filter model.EmployeeFilter) ([]predicate.Employee, error) {
	var all []predicate.Employee
	if filter.Search != nil {
		found, err := employeeSearch(*filter.Search)
		if err != nil {
			return nil, err
		}
		all = append(all, found)
	}
	if filter.Status != nil {
		all = append(all, employee.StatusEQ(*filter.Status))
	}
	if filter.DepartmentID != nil {
		within, err := r.employeesWithin(ctx, *filter.DepartmentID)
		if err != nil {
			return nil, err
		}
		all = append(all, within)
	}
	if filter.GroupID != nil {
		id, _ := ids.Parse(ids.Group, *filter.GroupID)
		all = append(all, employee.HasGroupsWith(group.ID(id)))
	}
	if filter.RiskLevel != nil {
		risk := criteria.Tree{Root: criteria.Risk{Levels: []criteria.RiskLevel{*filter.RiskLevel}, Window: criteria.Last(criteria.RiskDays, criteria.Day)}}
		chosen, err := r.meeting(ctx, risk)
		if err != nil {
			return nil, err
		}
		all = append(all, chosen)
	}
	return all, nil
}

// employeeSearch finds the words in the name, or the text in the e-mail.
func employeeSearch(words string) (predicate.Employee, error) {
	if err := checkSearch(words); err != nil {
		return nil, err
	}
	found := []predicate.Employee{employee.EmailKeyContains(criteria.Fold(words))}
	if name := strings.TrimSpace(criteria.FoldWords(words)); name != "" {
		found = append(found, employee.NameKeyContains(name))
	}
	return employee.Or(found...), nil
}

func checkSearch(words string) error {
	if len(words) > maxSearch {
		return errs.New(errs.CodeTooLarge, "search: at most %d bytes are taken", maxSearch)
	}
	if strings.ContainsRune(words, 0) {
		return errs.New(errs.CodeInvalid, "search: a NUL character cannot be searched for")
	}
	return nil
}

func (employees) ID(_ context.Context, e *ent.Employee) (string, error) {
	return ids.Format(ids.Employee, e.ID), nil
}

func (employees) Department(ctx context.Context, e *ent.Employee) (*ent.Department, error) {
	if e.DepartmentID == nil {
		return nil, nil
	}
	return orNil(loadersFrom(ctx).department.Load(ctx, *e.DepartmentID))
}

func (employees) Manager(ctx context.Context, e *ent.Employee) (*ent.Employee, error) {
	if e.ManagerKey == "" {
		return nil, nil
	}
	return orNil(loadersFrom(ctx).employeeByEmail.Load(ctx, e.ManagerKey))
}

func (employees) Country(_ context.Context, e *ent.Employee) (*string, error) {
	return given(e.Country), nil
}

func (employees) Language(_ context.Context, e *ent.Employee) (*string, error) {
	return given(e.Language), nil
}

func (employees) EmployeeType(_ context.Context, e *ent.Employee) (*string, error) {
	return given(e.EmployeeType), nil
}

// given is text of a column in which "" stands for nothing.
func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func (employees) Risk(ctx context.Context, e *ent.Employee) (*model.Risk, error) {
	score, err := loadersFrom(ctx).score.Load(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	return &model.Risk{Score: score, Level: criteria.LevelOf(score)}, nil
}

// Groups lists the saved groups that the employee is in; a preview is not one yet.
func (r employees) Groups(ctx context.Context, e *ent.Employee, first *int, after *string) (*model.GroupConnection, error) {
	rows := r.client(ctx).Group.Query().Where(
		group.StatusIn(group.StatusACTIVE, group.StatusINACTIVE),
		func(s *sql.Selector) {
			m := sql.Table(membership.Table)
			s.Where(sql.In(s.C(group.FieldID), sql.Select(m.C(membership.FieldGroupID)).From(m).Where(sql.And(
				sql.EQ(m.C(membership.FieldOrganizationID), e.OrganizationID),
				sql.EQ(m.C(membership.FieldEmployeeID), e.ID),
			))))
		})
	return pageOf(ctx, rows, groupsNewestFirst, connection.Args{First: first, After: after})
}
