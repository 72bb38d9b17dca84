package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/ent"
	"muster/ent/department"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// departments resolves the paths that the rows gave, and creates the levels that are missing.
func (u *upsert) departments(ctx context.Context, people []*person) error {
	wanted := map[string]string{} // path key to path, every level
	for _, p := range people {
		for end := range levels(p.after.departmentPath) {
			path := p.after.departmentPath[:end]
			key := pathKey(path)
			if _, known := wanted[key]; !known {
				wanted[key] = path
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	keys := make([]string, 0, len(wanted))
	for key := range wanted {
		keys = append(keys, key)
	}
	slices.Sort(keys) // a level before those below it, and in one order whoever else creates departments
	known, err := u.known(ctx, keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if _, ok := known[key]; ok {
			continue
		}
		d, err := u.createDepartment(ctx, wanted[key], key, known)
		if err != nil {
			return err
		}
		known[key] = d
	}
	for _, p := range people {
		if p.after.departmentPath != "" {
			id := known[pathKey(p.after.departmentPath)].ID
			p.after.DepartmentID = &id
		}
	}
	return nil
}

// levels gives where each level of a path ends; nothing for no path.
func levels(path string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range len(path) {
			if path[i] == '/' && !yield(i) {
				return
			}
		}
		if path != "" {
			yield(len(path))
		}
	}
}

// pathKey folds each level of a path.
func pathKey(path string) string {
	steps := strings.Split(path, departmentStep)
	for i, step := range steps {
		steps[i] = criteria.Fold(step)
	}
	return strings.Join(steps, departmentStep)
}

func (u *upsert) known(ctx context.Context, keys []string) (map[string]*ent.Department, error) {
	list, err := storage.InChunks(keys, func(keys []string) ([]*ent.Department, error) {
		return u.tx.Ent.Department.Query().Where(department.PathKeyIn(keys...)).All(ctx)
	})
	found := make(map[string]*ent.Department, len(list))
	for _, d := range list {
		found[d.PathKey] = d
	}
	return found, err
}

// createDepartment inserts one level below its parent, which exists. Another call may be faster: then its row serves.
func (u *upsert) createDepartment(ctx context.Context, path, key string, known map[string]*ent.Department) (*ent.Department, error) {
	cut := strings.LastIndex(path, departmentStep)
	name, lineage := path[cut+1:], "/"
	create := u.tx.Ent.Department.Create().SetOrganizationID(u.organization)
	if cut >= 0 {
		parent := known[key[:strings.LastIndex(key, departmentStep)]]
		create, lineage = create.SetParentID(parent.ID), parent.Lineage
		path = parent.Path + departmentStep + name
	}
	err := create.SetName(name).SetNameKey(criteria.Fold(name)).SetPath(path).SetPathKey(key).SetSource(department.SourceIMPORT).SetCreatedAt(u.now).
		OnConflictColumns(department.FieldOrganizationID, department.FieldPathKey).DoNothing().Exec(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // no rows: it is there already
		return nil, fmt.Errorf("create the department %q: %w", path, err)
	}
	d, err := u.tx.Ent.Department.Query().Where(department.PathKey(key)).Only(ctx)
	if err != nil || d.Lineage != "" {
		return d, err
	}
	return u.tx.Ent.Department.UpdateOne(d).SetLineage(lineage + strconv.FormatInt(d.ID, 10) + "/").Save(ctx)
}
