package people

import (
	"context"

	"muster/internal/department"
)

// departments resolves the paths that the rows gave, and creates the levels that are missing.
func (u *upsert) departments(ctx context.Context, people []*person) error {
	var paths []string
	for _, p := range people {
		if p.after.departmentPath != "" {
			paths = append(paths, p.after.departmentPath)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	ids, err := department.Resolve(ctx, u.tx, paths, u.now)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.after.departmentPath != "" {
			id := ids[department.Key(p.after.departmentPath)]
			p.after.DepartmentID = &id
		}
	}
	return nil
}
