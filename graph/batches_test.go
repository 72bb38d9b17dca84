package graph_test

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/storage/storagetest"
)

// TestNoListCostsAQueryPerRow: a hundred rows take a few queries, whatever is asked of each.
func TestNoListCostsAQueryPerRow(t *testing.T) {
	questions := map[string]string{
		"employees": `{ employees(first: 100) { edges { node { department { path parent { path } } manager { email department { path } } risk { score } } } } }`,
		"members": `{ groups(first: 1) { edges { node { members(first: 100) { edges { node {
			employee { email risk { level } manager { email } department { path } } reasons { condition evidence } } } } } } } }`,
		"departments": `{ departments(first: 100) { edges { node { employeeCount parent { path } children { path employeeCount } } } } }`,
	}
	for name, asked := range queries(t, 100, questions) {
		require.Less(t, asked, int64(40), name)
	}
}

// queries counts the queries through ent for each question, in an organization of that many people: the fewest of several times, as the
// loaders wait a millisecond for the resolvers to ask, and not all of them get to run in it on a machine with other work.
func queries(t *testing.T, people int, questions map[string]string) map[string]int64 {
	t.Helper()
	a := newAPI(t, storagetest.SQLite(t))
	rows := make([]vars, people)
	events := make([]vars, people)
	for i := range rows {
		email := fmt.Sprintf("p%d@acme.test", i)
		rows[i] = vars{"email": email, "name": "P", "department": fmt.Sprintf("D%d/E%d", i/2, i), "managerEmail": fmt.Sprintf("p%d@acme.test", i/2)}
		events[i] = vars{"id": email, "email": email, "type": "CLICKED", "occurredAt": "2026-05-01T00:00:00Z", "campaign": "C"}
	}
	a.get(upsert, vars{"rows": rows})
	a.get(simulate, vars{"rows": events})
	smart(a, "Clickers", entgroup.StatusACTIVE, clickers)

	var asked atomic.Int64
	a.db.Read(a.ctx).Intercept(ent.InterceptFunc(func(next ent.Querier) ent.Querier {
		return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
			asked.Add(1)
			return next.Query(ctx, q)
		})
	}))
	counts := map[string]int64{}
	for name, question := range questions {
		counts[name] = math.MaxInt64
		for range 5 {
			before := asked.Load()
			a.get(question, nil)
			counts[name] = min(counts[name], asked.Load()-before)
		}
	}
	return counts
}
