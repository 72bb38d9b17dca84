package membership

import (
	"context"
	"iter"
	"slices"

	"muster/ent"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// Candidates are those who belonged to a group that is being generated, at one instant.
type Candidates struct {
	organization, group int64
	employees           []int64 // in id order
}

// stretch is how many candidates one step of Admit is about, while writers wait.
const stretch = 5000

// Stretches gives the candidates step by step.
func (c *Candidates) Stretches() iter.Seq[[]int64] { return slices.Chunk(c.employees, stretch) }

// Candidates finds who belongs to a group by one query, beside whatever else goes on. The group's criteria
// were committed earlier, so that every writer since evaluates the group too, and notes for whom (touch): of those, the
// candidates tell nothing.
func (e *Engine) Candidates(ctx context.Context, g *ent.Group, tree criteria.Tree) (*Candidates, error) {
	c := &Candidates{organization: g.OrganizationID, group: g.ID}
	var s state
	err := e.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		s, err = readState(ctx, tx, c.organization)
		return err
	})
	if err != nil {
		return nil, err
	}
	d := e.db.Dialect()
	query, args, err := belonging(d, c.organization, c.group, tree, e.clock(s))
	if err != nil {
		return nil, err
	}
	conn, err := e.db.SQL().Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }() // back to the pool
	err = storage.Each(ctx, conn, d.Rebind(query), d.ForValues(args), func(row *storage.Row) error {
		c.employees = append(c.employees, row.Int(0))
		return nil
	})
	slices.Sort(c.employees)
	return c, err
}

// Admit makes candidates members, but for those whom a write or the clock has been about: they are in the group or not, as they
// should be. The caller holds the organization's lock exclusively.
func (e *Engine) Admit(ctx context.Context, tx *storage.Tx, c *Candidates, part []int64) error {
	from, to := part[0], part[len(part)-1]
	settled, err := ids(ctx, tx, `SELECT employee_id FROM memberships WHERE organization_id = ? AND group_id = ? AND employee_id BETWEEN ? AND ?
		UNION ALL SELECT employee_id FROM generation_touches WHERE organization_id = ? AND group_id = ? AND employee_id BETWEEN ? AND ?`,
		c.organization, c.group, from, to, c.organization, c.group, from, to)
	if err != nil {
		return err
	}
	return e.commitChanges(ctx, tx, c.organization, c.group, ByCriteria, without(c.group, part, settled, true))
}

// Generated ends the generation of a group whose candidates are all admitted, and whose status the caller has changed: nobody is noted for it any
// more.
func (e *Engine) Generated(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
	return tx.Dialect.Together(ctx, tx, otherGroups(g.OrganizationID), storage.Statement{
		Query: `DELETE FROM generation_touches WHERE organization_id = ? AND group_id = ?`, Args: []any{g.OrganizationID, g.ID},
	})
}

// touch notes who is evaluated for groups that are being generated.
func touch(ctx context.Context, tx *storage.Tx, s state, clock criteria.Clock, groups *live, concerned concerned) error {
	var statements []storage.Statement
	for place := range groups.generating.places() {
		var employees []int64
		for id, groups := range concerned {
			if groups.has(place) {
				employees = append(employees, id)
			}
		}
		if len(employees) == 0 {
			continue
		}
		from, args := tx.Dialect.Columns(employees)
		statements = append(statements, storage.Statement{
			Query: `INSERT INTO generation_touches (organization_id, group_id, touched_at, employee_id)
				SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), p.c0 FROM ` + from + ` AS p WHERE true ON CONFLICT DO NOTHING`,
			Args: append([]any{s.id, groups.groups[place].id, int64(clock.Now())}, args...),
		})
	}
	if len(statements) == 0 {
		return nil
	}
	return tx.Dialect.Together(ctx, tx, statements...)
}
