package membership

import "context"

// Overlap says how much groups share.
type Overlap struct {
	All   int // employees in every one of the groups
	Any   int // employees in at least one
	Pairs []PairOverlap
}

// PairOverlap counts the employees in both of two groups.
type PairOverlap struct {
	One, Other int64
	Count      int
}

// Overlap compares the present members of groups of one organization.
func (e *Engine) Overlap(ctx context.Context, organization int64, groups []int64) (o Overlap, err error) {
	d := e.db.Dialect()
	in, ids := d.Any(groups)
	err = e.db.SQL().QueryRowContext(ctx, d.Rebind(
		`SELECT COUNT(*), COUNT(CASE WHEN n = ? THEN 1 END) FROM (
			SELECT employee_id, COUNT(*) AS n FROM memberships WHERE organization_id = ? AND group_id `+in+` GROUP BY employee_id) m`),
		len(groups), organization, ids).Scan(&o.Any, &o.All)
	if err != nil {
		return o, err
	}
	rows, err := e.db.SQL().QueryContext(ctx, d.Rebind(
		`SELECT a.group_id, b.group_id, COUNT(*) FROM memberships a
		 JOIN memberships b ON b.organization_id = a.organization_id AND b.employee_id = a.employee_id AND b.group_id > a.group_id
		 WHERE a.organization_id = ? AND a.group_id `+in+` AND b.group_id `+in+` GROUP BY a.group_id, b.group_id ORDER BY a.group_id, b.group_id`),
		organization, ids, ids)
	if err != nil {
		return o, err
	}
	defer rows.Close()
	for rows.Next() {
		var p PairOverlap
		if err := rows.Scan(&p.One, &p.Other, &p.Count); err != nil {
			return o, err
		}
		o.Pairs = append(o.Pairs, p)
	}
	return o, rows.Err()
}
