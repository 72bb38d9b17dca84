package membership

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"muster/internal/criteria"
	"muster/internal/storage"
)

// change is one employee's joining or leaving of one group.
type change struct {
	group, employee int64
	joins           bool
}

// delta is what one transaction changed in one group.
type delta struct {
	group        int64
	joined, left []int64
	version      int64
}

// Cause is why somebody joined or left a group.
type Cause string

const (
	ByFact      Cause = "FACT"        // an event, a profile, a status
	ByClock     Cause = "CLOCK"       // time alone
	ByCriteria  Cause = "CRITERIA"    // the group was made, or given other criteria
	ByExclusion Cause = "EXCLUSION"   // excluded
	ByReturn    Cause = "READMISSION" // the exclusion was taken back
	ByPin       Cause = "PIN"         // pinned
	ByUnpin     Cause = "UNPIN"       // the pin was taken back
	ByHand      Cause = "HAND"        // a manual group
)

// moment is when and why changes happen.
type moment struct {
	organization int64
	at           criteria.Instant
	cause        Cause
}

// write stores joins and leaves with their history, and moves each group's count and version. Groups are locked in id order after the employees, so
// that writers cannot wait for each other in a circle.
func write(ctx context.Context, tx *storage.Tx, m moment, changes []change) ([]delta, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	slices.SortFunc(changes, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.employee, b.employee))
	})
	var joins, leaves [2][]int64
	var deltas []delta
	for _, c := range changes {
		if len(deltas) == 0 || deltas[len(deltas)-1].group != c.group {
			deltas = append(deltas, delta{group: c.group})
		}
		d := &deltas[len(deltas)-1]
		if c.joins {
			d.joined = append(d.joined, c.employee)
			joins[0], joins[1] = append(joins[0], c.group), append(joins[1], c.employee)
		} else {
			d.left = append(d.left, c.employee)
			leaves[0], leaves[1] = append(leaves[0], c.group), append(leaves[1], c.employee)
		}
	}
	if err := insert(ctx, tx, m, joins); err != nil {
		return nil, err
	}
	if err := remove(ctx, tx, m, leaves); err != nil {
		return nil, err
	}
	return deltas, count(ctx, tx, m.organization, deltas)
}

func insert(ctx context.Context, tx *storage.Tx, m moment, pairs [2][]int64) error {
	if len(pairs[0]) == 0 {
		return nil
	}
	from, args := tx.Dialect.Columns(pairs[0], pairs[1])
	_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(
		`INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause)
		 SELECT CAST(? AS BIGINT), p.c0, p.c1, CAST(? AS BIGINT), CAST(? AS VARCHAR) FROM `+from+` AS p
		 WHERE true ON CONFLICT (group_id, employee_id) DO NOTHING`), append([]any{m.organization, int64(m.at), string(m.cause)}, args...)...)
	return err
}

func remove(ctx context.Context, tx *storage.Tx, m moment, pairs [2][]int64) error {
	if len(pairs[0]) == 0 {
		return nil
	}
	from, args := tx.Dialect.Columns(pairs[0], pairs[1])
	where := `(group_id, employee_id) IN (SELECT p.c0, p.c1 FROM ` + from + ` AS p)`
	if err := remember(ctx, tx, m, where, args); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(`DELETE FROM memberships WHERE organization_id = ? AND `+where),
		append([]any{m.organization}, args...)...)
	return err
}

// remember keeps the memberships that are about to end.
func remember(ctx context.Context, tx *storage.Tx, m moment, where string, args []any) error {
	_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(
		`INSERT INTO past_memberships (organization_id, group_id, employee_id, joined_at, join_cause, left_at, leave_cause)
		 SELECT organization_id, group_id, employee_id, joined_at, join_cause, CAST(? AS BIGINT), CAST(? AS VARCHAR)
		 FROM memberships WHERE organization_id = ? AND `+where),
		append([]any{int64(m.at), string(m.cause), m.organization}, args...)...)
	return err
}

// count moves the groups' counts and versions and notes the new versions in the deltas.
func count(ctx context.Context, tx *storage.Tx, organization int64, deltas []delta) error {
	groups, steps := make([]int64, len(deltas)), make([]int64, len(deltas))
	for i, d := range deltas {
		groups[i], steps[i] = d.group, int64(len(d.joined)-len(d.left))
	}
	if tx.Dialect == storage.Postgres {
		// NO KEY: every writer's new memberships hold their groups' keys by now, and two that wanted more would wait for each other.
		if _, err := tx.ExecContext(ctx, `SELECT id FROM groups WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, groups); err != nil {
			return err
		}
	}
	// The plus keeps SQLite from finding the groups by their organization, all of them, rather than by their ids.
	from, args := tx.Dialect.Columns(groups, steps)
	rows, err := tx.QueryContext(ctx, tx.Dialect.Rebind(
		`UPDATE groups SET member_count = member_count + p.c1, version = version + 1 FROM `+from+` AS p
		 WHERE groups.id = p.c0 AND +groups.organization_id = ? RETURNING groups.id, groups.version`), append(args, organization)...)
	if err != nil {
		return err
	}
	versions, err := numbers(rows)
	if err != nil {
		return err
	}
	for i := range deltas {
		deltas[i].version = versions[deltas[i].group]
	}
	return nil
}

// numbers reads rows of two numbers into a map.
func numbers(rows *sql.Rows) (map[int64]int64, error) {
	defer rows.Close()
	found := map[int64]int64{}
	for rows.Next() {
		var key, value int64
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		found[key] = value
	}
	return found, rows.Err()
}
