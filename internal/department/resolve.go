package department

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"muster/ent"
	entdepartment "muster/ent/department"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// Resolve gives the ids of the departments at paths, by Key, and creates the levels that are missing: with the source
// SCIM for an identity that comes from there, else IMPORT. The caller holds the organization's lock, shared at least, and gives paths as Path
// wrote them; at is now, in milliseconds since the epoch.
func Resolve(ctx context.Context, tx *storage.Tx, paths []string, at int64) (map[string]int64, error) {
	wanted := map[string]string{} // path key to path, every level
	for _, path := range paths {
		for end := range levels(path) {
			key := Key(path[:end])
			if _, known := wanted[key]; !known {
				wanted[key] = path[:end]
			}
		}
	}
	keys := make([]string, 0, len(wanted))
	for key := range wanted {
		keys = append(keys, key)
	}
	slices.Sort(keys) // a level before those below it, and in one order whoever else creates departments
	found, err := storage.InChunks(keys, func(keys []string) ([]*ent.Department, error) {
		return tx.Ent.Department.Query().Where(entdepartment.PathKeyIn(keys...)).All(ctx)
	})
	if err != nil {
		return nil, err
	}
	known := make(map[string]*ent.Department, len(keys))
	for _, d := range found {
		known[d.PathKey] = d
	}
	c := creation{tx: tx, at: at, source: entdepartment.SourceIMPORT}
	if who, _ := auth.From(ctx); who.Source == auth.FromSCIM {
		c.source = entdepartment.SourceSCIM
	}
	var entries []audit.Entry
	for _, key := range keys {
		if known[key] != nil {
			continue
		}
		path, name := split(wanted[key])
		var parent *ent.Department
		if path != "" {
			parent = known[Key(path)]
		}
		d, made, err := c.insert(ctx, parent, name)
		if err != nil {
			return nil, err
		}
		if made {
			entries = append(entries, entry(audit.DepartmentCreated, d, nil))
		}
		known[key] = d
	}
	ids := make(map[string]int64, len(known))
	for key, d := range known {
		ids[key] = d.ID
	}
	return ids, audit.Record(ctx, tx, entries...)
}

// creation is how departments come into being.
type creation struct {
	tx     *storage.Tx
	source entdepartment.Source
	at     int64
}

// insert makes a department below a parent (nil: none), or gives the one that has the path; made tells which.
func (c creation) insert(ctx context.Context, parent *ent.Department, name string) (d *ent.Department, made bool, err error) {
	path, lineage := name, "/"
	create := c.tx.Ent.Department.Create()
	if parent != nil {
		path, lineage = under(parent.Path, name), parent.Lineage
		create = create.SetParentID(parent.ID)
	}
	key := Key(path)
	err = create.SetName(name).SetNameKey(criteria.Fold(name)).SetPath(path).SetPathKey(key).SetSource(c.source).SetCreatedAt(c.at).
		OnConflictColumns(entdepartment.FieldOrganizationID, entdepartment.FieldPathKey).DoNothing().Exec(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // no rows: it is there already, made by an import beside this one perhaps
		return nil, false, fmt.Errorf("create the department %q: %w", path, err)
	}
	d, err = c.tx.Ent.Department.Query().Where(entdepartment.PathKey(key)).Only(ctx)
	if err != nil || d.Lineage != "" {
		return d, false, err
	}
	d, err = c.tx.Ent.Department.UpdateOne(d).SetLineage(fmt.Sprint(lineage, d.ID, "/")).Save(ctx)
	return d, true, err
}

func entry(action audit.Action, d *ent.Department, details map[string]any) audit.Entry {
	return audit.Entry{Action: action, Subject: audit.Subject{Kind: audit.Department, ID: d.ID, Name: d.Path}, Details: details}
}
