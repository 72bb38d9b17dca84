package membership

import (
	"context"
	"errors"
	"iter"
	"slices"

	"muster/ent"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// ErrOvertaken: what was found does not count any more, and is to be found anew.
var ErrOvertaken = errors.New("membership: overtaken by a change of what all criteria mean")

// Candidates are those who belonged to a group that is being generated, at one instant.
type Candidates struct {
	organization, group int64
	zone                string
	employees           []int64 // in id order
}

// stretch is how many candidates one step of Admit is about: writers, who wait meanwhile, do not notice.
const stretch = 5000

// Stretches gives the candidates step by step.
func (c *Candidates) Stretches() iter.Seq[[]int64] { return slices.Chunk(c.employees, stretch) }

// Candidates finds who belongs to a group by one query, beside whatever else goes on: it takes no locks. The group's criteria
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
	c.zone = s.zone.String()
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
// should be. The caller holds the organization's lock exclusively. ErrOvertaken: the organization has another time zone by now.
func (e *Engine) Admit(ctx context.Context, tx *storage.Tx, c *Candidates, part []int64) error {
	s, err := readState(ctx, tx, c.organization)
	if err != nil {
		return err
	}
	if s.zone.String() != c.zone {
		return ErrOvertaken
	}
	from, args := tx.Dialect.Columns(part)
	joined, err := join(ctx, tx, moment{c.organization, e.clock(s).Now(), ByCriteria}, c.group,
		`SELECT p.c0 AS id FROM `+from+` AS p
		 WHERE NOT EXISTS (SELECT 1 FROM generation_touches t WHERE t.group_id = ? AND t.employee_id = p.c0)`, append(args, c.group))
	if err != nil {
		return err
	}
	return e.filled(ctx, tx, s, delta{group: c.group, joined: joined})
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
