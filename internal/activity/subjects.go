package activity

import (
	"context"
	"maps"
	"slices"
	"sync"

	"muster/internal/storage"
)

// maxSubjects bounds the campaigns and courses that are remembered of one organization.
const maxSubjects = 10_000

// subjects remembers the ids of campaigns and courses that are committed: nobody deletes or renames one. It is safe for
// concurrent use; the zero value is ready.
type subjects struct {
	mu  sync.Mutex
	ids map[lane]map[string]int64
}

// of gives the known ids of the names' keys.
func (s *subjects) of(l lane, keys []string) map[string]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make(map[string]int64, len(keys))
	for _, key := range keys {
		if id, known := s.ids[l][key]; known {
			found[key] = id
		}
	}
	return found
}

func (s *subjects) learn(l lane, found map[string]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ids == nil {
		s.ids = map[lane]map[string]int64{}
	}
	if s.ids[l] == nil || len(s.ids[l]) > maxSubjects {
		s.ids[l] = map[string]int64{}
	}
	maps.Copy(s.ids[l], found)
}

// findSubjects gives every row the id of its campaign or course, and creates those that are new, in one order whoever else does.
func (r *recording) findSubjects(ctx context.Context) error {
	names := map[string]string{}
	for _, row := range r.rows {
		names[row.subjectKey] = row.subject
	}
	var missing []string
	l := lane{r.organization, r.table}
	ids := r.learned.of(l, slices.Collect(maps.Keys(names)))
	for key := range names {
		if ids[key] == 0 {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		found, err := r.makeSubjects(ctx, missing, names)
		if err != nil {
			return err
		}
		maps.Copy(ids, found)
		r.tx.AfterCommit(func() { r.learned.learn(l, found) })
	}
	for i := range r.rows {
		*r.subject(&r.rows[i].event) = ids[r.rows[i].subjectKey]
	}
	return nil
}

// makeSubjects creates those of the keys that there are not, and gives the ids of all.
func (r *recording) makeSubjects(ctx context.Context, keys []string, names map[string]string) (map[string]int64, error) {
	found := map[string]int64{}
	in, arg := r.tx.Dialect.AnyText(keys)
	read := storage.Statement{
		Query: `SELECT name_key, id FROM ` + r.subjects + ` WHERE organization_id = ? AND name_key ` + in,
		Args:  []any{r.organization, arg},
		Row: func(row *storage.Row) error {
			found[string(row.Text(0))] = row.Int(1)
			return nil
		},
	}
	if err := r.tx.Dialect.Together(ctx, r.tx, read); err != nil || len(found) == len(keys) {
		return found, err
	}
	var statements []storage.Statement
	for _, key := range keys {
		if found[key] == 0 {
			statements = append(statements, storage.Statement{
				Query: `INSERT INTO ` + r.subjects + ` (organization_id, name, name_key, created_at) VALUES (?, ?, ?, ?)
					ON CONFLICT (organization_id, name_key) DO NOTHING`,
				Args: []any{r.organization, names[key], key, r.now},
			})
		}
	}
	return found, r.tx.Dialect.Together(ctx, r.tx, append(statements, read)...)
}
