package membership

import (
	"cmp"
	"context"
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

// countsLock is of the writers that move counts.
const countsLock = "counts"

// write stores joins and leaves with their history, and moves each group's count and version, all in one round trip. Writers of an organization
// move the same groups' counts, and would wait for each other in a circle: they do it one after another, and last; before evaluating only where accounts
// change that are in manual groups.
func write(ctx context.Context, tx *storage.Tx, m moment, changes []change) ([]delta, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	slices.SortFunc(changes, func(a, b change) int { // memberships of one employee begin and end together: they are to share pages
		return cmp.Or(cmp.Compare(a.employee, b.employee), cmp.Compare(a.group, b.group))
	})
	var joins, leaves [2][]int64
	for _, c := range changes {
		if c.joins {
			joins[0], joins[1] = append(joins[0], c.group), append(joins[1], c.employee)
		} else {
			leaves[0], leaves[1] = append(leaves[0], c.group), append(leaves[1], c.employee)
		}
	}
	deltas := byGroup(changes)
	var statements []storage.Statement
	if len(joins[0]) > 0 {
		statements = append(statements, insert(tx, m, joins))
	}
	if len(leaves[0]) > 0 {
		statements = append(statements, remove(tx, m, leaves)...)
	}
	statements = append(append(statements, tx.LockOfName(m.organization, countsLock)...), count(tx, m.organization, deltas))
	return deltas, tx.Dialect.Together(ctx, tx, statements...)
}

// byGroup gives the changes of each group, in the groups' order.
func byGroup(changes []change) (deltas []delta) {
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.group, b.group) })
	for _, c := range changes {
		if len(deltas) == 0 || deltas[len(deltas)-1].group != c.group {
			deltas = append(deltas, delta{group: c.group})
		}
		d := &deltas[len(deltas)-1]
		if c.joins {
			d.joined = append(d.joined, c.employee)
		} else {
			d.left = append(d.left, c.employee)
		}
	}
	return deltas
}

// insert stores joins. Whoever writes an employee's memberships has read them under the locks that keep others from it: one that is
// there already would be a fault, and count wrongly.
func insert(tx *storage.Tx, m moment, pairs [2][]int64) storage.Statement {
	from, args := tx.Dialect.Columns(pairs[0], pairs[1])
	return storage.Statement{
		Query: `INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause)
			SELECT CAST(? AS BIGINT), p.c0, p.c1, CAST(? AS BIGINT), CAST(? AS VARCHAR) FROM ` + from + ` AS p`,
		Args: append([]any{m.organization, int64(m.at), string(m.cause)}, args...),
	}
}

// remove ends memberships and keeps them as history: on PostgreSQL by the statement that ends them, which finds each once.
func remove(tx *storage.Tx, m moment, pairs [2][]int64) []storage.Statement {
	const columns = `organization_id, group_id, employee_id, joined_at, join_cause`
	const remember = `INSERT INTO past_memberships (` + columns + `, left_at, leave_cause) SELECT ` + columns + `, CAST(? AS BIGINT), CAST(? AS VARCHAR) FROM `
	from, args := tx.Dialect.Columns(pairs[0], pairs[1])
	why := []any{int64(m.at), string(m.cause)}
	if tx.Dialect == storage.Postgres {
		return []storage.Statement{{
			Query: `WITH gone AS (DELETE FROM memberships USING ` + from + ` AS p
				WHERE organization_id = ? AND group_id = p.c0 AND employee_id = p.c1 RETURNING ` + columns + `) ` + remember + `gone`,
			Args: slices.Concat(args, []any{m.organization}, why),
		}}
	}
	ending := `memberships WHERE organization_id = ? AND (group_id, employee_id) IN (SELECT p.c0, p.c1 FROM ` + from + ` AS p)`
	which := append([]any{m.organization}, args...)
	return []storage.Statement{
		{Query: remember + ending, Args: slices.Concat(why, which)},
		{Query: `DELETE FROM ` + ending, Args: which},
	}
}

// count moves the groups' counts and versions and notes the new versions in the deltas, which are in the groups' order.
func count(tx *storage.Tx, organization int64, deltas []delta) storage.Statement {
	groups, steps := make([]int64, len(deltas)), make([]int64, len(deltas))
	for i, d := range deltas {
		groups[i], steps[i] = d.group, int64(len(d.joined)-len(d.left))
	}
	// The plus keeps SQLite from finding the groups by their organization, all of them, rather than by their ids.
	from, args := tx.Dialect.Columns(groups, steps)
	return storage.Statement{
		Query: `UPDATE groups SET member_count = member_count + p.c1, version = version + 1 FROM ` + from + ` AS p
			WHERE groups.id = p.c0 AND +groups.organization_id = ? RETURNING groups.id, groups.version`,
		Args: append(args, organization),
		Row: func(row *storage.Row) error {
			if at, is := slices.BinarySearch(groups, row.Int(0)); is {
				deltas[at].version = row.Int(1)
			}
			return nil
		},
	}
}
