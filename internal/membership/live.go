package membership

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// liveGroup is a group that writes and the clock keep true.
type liveGroup struct {
	id int64
	*compiled
	generating bool
	needs      eval.Dependencies // through the groups it names too
	timed      bool              // time alone can change its members
}

// compiled is what a group's criteria alone say.
type compiled struct {
	text    string
	program *eval.Program
	names   []criteria.GroupID
}

// live is an organization's groups with criteria, each after those that it names.
type live struct {
	version int64
	groups  []*liveGroup
	edges   []eval.Edge // of all of them, each place once
	nested  bool        // some criteria name a group
	details bool        // some ask for the channel or the template of an event
	places  map[int64]int
	// Those that ask about events, and those that are being generated.
	simulations, trainings, generating set
	// Whom a group can have: anybody, or only those with one of its keys.
	open    set
	keyedBy map[eval.Key]set
}

// cache keeps each organization's compiled groups until their version moves.
type cache struct {
	mu    sync.Mutex
	byOrg map[int64]*live
}

// groups gives the organization's live groups as they are in this transaction.
func (c *cache) groups(ctx context.Context, tx *storage.Tx, s state) (*live, error) {
	c.mu.Lock()
	known := c.byOrg[s.id]
	c.mu.Unlock()
	if known != nil && known.version == s.version {
		return known, nil
	}
	loaded, err := load(ctx, tx, s, known)
	if err != nil {
		return nil, err
	}
	tx.AfterCommit(func() { // what a transaction that is rolled back has seen must not be kept
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.byOrg == nil {
			c.byOrg = map[int64]*live{}
		}
		c.byOrg[s.id] = loaded
	})
	return loaded, nil
}

// load reads them. What is known of criteria that are the same as before is kept.
func load(ctx context.Context, tx *storage.Tx, s state, known *live) (*live, error) {
	rows, err := tx.QueryContext(ctx, tx.Dialect.Rebind(
		`SELECT id, criteria, status FROM groups WHERE organization_id = ? AND criteria IS NOT NULL AND status <> 'FAILED' ORDER BY id`), s.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var groups []*liveGroup
	for rows.Next() {
		var id int64
		var text, status string
		if err := rows.Scan(&id, &text, &status); err != nil {
			return nil, err
		}
		c := known.criteria(id)
		if c == nil || c.text != text {
			if c, err = compile(text); err != nil {
				return nil, fmt.Errorf("group %d: %w", id, err)
			}
		}
		groups = append(groups, &liveGroup{
			id: id, compiled: c, generating: status == string(group.StatusGENERATING), needs: c.program.Needs(), timed: len(c.program.Edges()) > 0,
		})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return arrange(s.version, groups)
}

// criteria gives those of a group, nil where there are none.
func (l *live) criteria(group int64) *compiled {
	if l == nil {
		return nil
	}
	place, is := l.places[group]
	if !is {
		return nil
	}
	return l.groups[place].compiled
}

func compile(text string) (*compiled, error) {
	var tree criteria.Tree
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		return nil, err
	}
	program, err := eval.Compile(tree)
	if err != nil {
		return nil, err
	}
	c := &compiled{text: text, program: program}
	tree.Walk(func(n criteria.Node) {
		if in, ok := n.(criteria.InGroup); ok {
			c.names = append(c.names, in.IDs...)
		}
	})
	return c, nil
}

// arrange orders the groups so that each comes after those that it names, and gives each the needs of those too.
func arrange(version int64, groups []*liveGroup) (*live, error) {
	byID := make(map[criteria.GroupID]*liveGroup, len(groups))
	for _, g := range groups {
		byID[criteria.GroupID(g.id)] = g
	}
	l := &live{version: version}
	placed := map[*liveGroup]bool{}
	var place func(g *liveGroup, depth int) error
	place = func(g *liveGroup, depth int) error {
		if placed[g] {
			return nil
		}
		if depth > len(groups) {
			return fmt.Errorf("group %d names itself through others", g.id)
		}
		for _, id := range g.names {
			l.nested = true
			if named := byID[id]; named != nil {
				if err := place(named, depth+1); err != nil {
					return err
				}
				g.needs, g.timed = g.needs.And(named.needs), g.timed || named.timed
			}
		}
		placed[g] = true
		l.groups = append(l.groups, g)
		return nil
	}
	for _, g := range groups {
		if err := place(g, 0); err != nil {
			return nil, err
		}
	}
	for _, g := range l.groups {
		l.edges = append(l.edges, g.program.Edges()...)
		l.details = l.details || g.program.Needs().Details()
	}
	l.edges = eval.Merge(l.edges)
	l.place()
	return l, nil
}

// place notes where the groups are, what they ask about, and whom they can have.
func (l *live) place() {
	l.simulations = l.that(func(g *liveGroup) bool { on, _ := g.program.Needs().Events(); return on })
	l.trainings = l.that(func(g *liveGroup) bool { _, on := g.program.Needs().Events(); return on })
	l.generating = l.that(func(g *liveGroup) bool { return g.generating })
	l.places, l.open, l.keyedBy = make(map[int64]int, len(l.groups)), l.newSet(), map[eval.Key]set{}
	for n, g := range l.groups {
		l.places[g.id] = n
		keys := g.program.Keys()
		if len(keys) == 0 {
			l.open.add(n)
		}
		for _, key := range keys {
			if l.keyedBy[key] == nil {
				l.keyedBy[key] = l.newSet()
			}
			l.keyedBy[key].add(n)
		}
	}
}

// that gives the groups for which keep holds.
func (l *live) that(keep func(*liveGroup) bool) set {
	kept := l.newSet()
	for n, g := range l.groups {
		if keep(g) {
			kept.add(n)
		}
	}
	return kept
}
