package graph

import (
	"context"

	"muster/graph/model"
	"muster/internal/errs"
	"muster/internal/ids"
)

// departmentOr gives the number of an id that may be left out, 0 for that. An id that is none is no department's.
func departmentOr(id *string) (int64, error) {
	if id == nil {
		return 0, nil
	}
	n, ok := ids.Parse(ids.Department, *id)
	if !ok {
		return 0, errs.NotFound("department")
	}
	return n, nil
}

func (m mutation) CreateDepartment(ctx context.Context, in model.CreateDepartmentInput) (*model.CreateDepartmentPayload, error) {
	parent, err := departmentOr(in.ParentID)
	if err != nil {
		return nil, err
	}
	made, err := m.Departments.Create(ctx, in.Name, parent)
	if err != nil {
		return nil, err
	}
	return &model.CreateDepartmentPayload{Department: made}, nil
}

func (m mutation) RenameDepartment(ctx context.Context, in model.RenameDepartmentInput) (*model.RenameDepartmentPayload, error) {
	renamed, err := m.Departments.Rename(ctx, number(ids.Department, in.ID), in.Name)
	if err != nil {
		return nil, err
	}
	return &model.RenameDepartmentPayload{Department: renamed}, nil
}

func (m mutation) MoveDepartment(ctx context.Context, in model.MoveDepartmentInput) (*model.MoveDepartmentPayload, error) {
	parent, err := departmentOr(in.ParentID)
	if err != nil {
		return nil, err
	}
	moved, err := m.Departments.Move(ctx, number(ids.Department, in.ID), parent)
	if err != nil {
		return nil, err
	}
	return &model.MoveDepartmentPayload{Department: moved}, nil
}

func (m mutation) MergeDepartments(ctx context.Context, in model.MergeDepartmentsInput) (*model.MergeDepartmentsPayload, error) {
	id := number(ids.Department, in.ID)
	merged, err := m.Departments.Merge(ctx, id, number(ids.Department, in.IntoID))
	if err != nil {
		return nil, err
	}
	return &model.MergeDepartmentsPayload{
		Department: merged.Department, DeletedID: ids.Format(ids.Department, id), MovedEmployees: merged.Employees, ChangedGroups: merged.Groups,
	}, nil
}

func (m mutation) DeleteDepartment(ctx context.Context, in model.DeleteDepartmentInput) (*model.DeleteDepartmentPayload, error) {
	target, err := departmentOr(in.TargetID)
	if err != nil {
		return nil, err
	}
	id := number(ids.Department, in.ID)
	moved, err := m.Departments.Delete(ctx, id, target)
	if err != nil {
		return nil, err
	}
	return &model.DeleteDepartmentPayload{DeletedID: ids.Format(ids.Department, id), MovedEmployees: moved}, nil
}
