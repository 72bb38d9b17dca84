package criteria_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
)

func parse(t require.TestingT, text string) criteria.Tree {
	var tree criteria.Tree
	require.NoError(t, json.Unmarshal([]byte(text), &tree), text)
	return tree
}

func written(t require.TestingT, tree criteria.Tree) string {
	b, err := json.Marshal(tree)
	require.NoError(t, err)
	return string(b)
}

func TestCanonicalForms(t *testing.T) {
	const (
		clicked   = `{"simulation":{"types":["CLICKED"]}}`
		reported  = `{"simulation":{"types":["REPORTED"]}}`
		completed = `{"training":{"types":["COMPLETED"]}}`
	)
	for _, c := range []struct{ name, tree, want string }{
		{"nested lists", `{"allOf":[` + reported + `,{"allOf":[` + clicked + `,{"allOf":[]}]}]}`, `{"allOf":[` + clicked + `,` + reported + `]}`},
		{"a list of one", `{"anyOf":[{"allOf":[` + clicked + `]}]}`, clicked},
		{"repetition", `{"allOf":[` + clicked + `,` + clicked + `]}`, clicked},
		{"everybody stays", `{"anyOf":[{"allOf":[]},` + clicked + `]}`, `{"anyOf":[{"allOf":[]},` + clicked + `]}`},
		{"not not", `{"not":{"not":` + clicked + `}}`, clicked},
		{"not not opens a list", `{"allOf":[{"not":{"not":{"allOf":[` + clicked + `,` + completed + `]}}},` + reported + `]}`, `{"allOf":[` + clicked + `,` + reported + `,` + completed + `]}`},
		{"not any", `{"not":{"anyOf":[` + clicked + `,{"not":` + completed + `}]}}`, `{"allOf":[{"not":` + clicked + `},` + completed + `]}`},
		{"not all", `{"not":{"allOf":[` + clicked + `,{"anyOf":[` + reported + `,` + completed + `]}]}}`, `{"anyOf":[{"allOf":[{"not":` + reported + `},{"not":` + completed + `}]},{"not":` + clicked + `}]}`},
		{"nobody stays", `{"not":{"allOf":[]}}`, `{"not":{"allOf":[]}}`},
		{"somebody or nobody", `{"anyOf":[{"not":{"allOf":[]}},` + clicked + `]}`, clicked},
		{"neither", `{"allOf":[{"not":{"department":{"ids":["dep_2"]}}},{"not":{"department":{"ids":["dep_1"]}}}]}`, `{"not":{"department":{"ids":["dep_1","dep_2"]}}}`},
		{"none", `{"training":{"types":["COMPLETED"],"count":{"max":0}}}`, `{"not":` + completed + `}`},
		{"not none", `{"not":{"training":{"types":["COMPLETED"],"count":{"max":0}}}}`, completed},
		{"no enrolment", `{"enrolment":{"state":"OVERDUE","count":{"max":0}}}`, `{"not":{"enrolment":{"state":"OVERDUE"}}}`},
		{"at most", `{"training":{"types":["COMPLETED"],"count":{"max":2}}}`, `{"training":{"count":{"max":2},"types":["COMPLETED"]}}`},
		{"at least one", `{"training":{"types":["COMPLETED"],"count":{"min":1}}}`, completed},
		{"types", `{"simulation":{"types":["REPORTED","CLICKED","REPORTED"]}}`, `{"simulation":{"types":["CLICKED","REPORTED"]}}`},
		{"types of any", `{"anyOf":[` + reported + `,` + clicked + `]}`, `{"simulation":{"types":["CLICKED","REPORTED"]}}`},
		{"types of all", `{"allOf":[` + reported + `,` + clicked + `]}`, `{"allOf":[` + clicked + `,` + reported + `]}`},
		{
			"counts do not join", `{"anyOf":[{"simulation":{"types":["CLICKED"],"count":{"min":2}}},{"simulation":{"types":["REPORTED"],"count":{"min":2}}}]}`,
			`{"anyOf":[{"simulation":{"count":{"min":2},"types":["CLICKED"]}},{"simulation":{"count":{"min":2},"types":["REPORTED"]}}]}`,
		},
		{"departments", `{"anyOf":[{"department":{"ids":["dep_10","dep_2"]}},{"department":{"ids":["dep_2"]}}]}`, `{"department":{"ids":["dep_2","dep_10"]}}`},
		{"no department", `{"anyOf":[{"department":{"missing":true}},{"department":{"ids":["dep_2"]}}]}`, `{"anyOf":[{"department":{"ids":["dep_2"]}},{"department":{"missing":true}}]}`},
		{"groups", `{"anyOf":[{"group":{"ids":["grp_3"]}},{"group":{"ids":["grp_2"]}}]}`, `{"group":{"ids":["grp_2","grp_3"]}}`},
		{
			"one value of those alike", `{"profile":{"field":"location","values":["São Paulo","Madrid","sao paulo","MADRID"]}}`,
			`{"profile":{"field":"location","values":["MADRID","São Paulo"]}}`,
		},
		{"codes", `{"profile":{"field":"country","values":["mx","ES"]}}`, `{"profile":{"field":"country","values":["ES","MX"]}}`},
		{"default match", `{"profile":{"field":"title","match":"WORDS","values":["a"]}}`, `{"profile":{"field":"title","values":["a"]}}`},
		{
			"one field, one match", `{"anyOf":[{"profile":{"field":"title","values":["b"]}},{"profile":{"field":"title","match":"WORDS","values":["a"]}},{"profile":{"field":"title","match":"IS","values":["c"]}}]}`,
			`{"anyOf":[{"profile":{"field":"title","match":"IS","values":["c"]}},{"profile":{"field":"title","values":["a","b"]}}]}`,
		},
		{"both statuses", `{"profile":{"field":"status","values":["DISABLED","ACTIVE"]}}`, `{"profile":{"field":"status","values":["ACTIVE","DISABLED"]}}`},
		{"attribute values", `{"attribute":{"name":"x","values":["b",2,"A",true,"a",-0,1]}}`, `{"attribute":{"name":"x","values":[true,0,1,2,"A","b"]}}`},
		{"the default risk window", `{"risk":{"levels":["HIGH","MEDIUM"],"window":{"from":{"ago":{"n":90,"unit":"DAY"}}}}}`, `{"risk":{"levels":["MEDIUM","HIGH"]}}`},
		{
			"risk over all time", `{"risk":{"levels":["LOW"],"window":{"to":{"period":{"unit":"YEAR","offset":1}}}}}`,
			`{"risk":{"levels":["LOW"],"window":{"to":{"period":{"unit":"DAY","offset":1}}}}}`,
		},
		{"the default of a rate", `{"rate":{"types":["CLICKED"],"range":{"gt":50},"minSent":3}}`, `{"rate":{"types":["CLICKED"],"range":{"gt":50}}}`},
		{
			"an end to come", `{"date":{"field":"hiredOn","window":{"from":{"period":{"unit":"MONTH","offset":0}},"to":{"period":{"unit":"MONTH","offset":1}}}}}`,
			`{"date":{"field":"hiredOn","window":{"from":{"period":{"unit":"MONTH","offset":0}}}}}`,
		},
		{
			"instants end with now-N", `{"date":{"field":"createdAt","window":{"through":{"ago":{"n":1,"unit":"YEAR"}}}}}`,
			`{"date":{"field":"createdAt","window":{"to":{"ago":{"n":1,"unit":"YEAR"}}}}}`,
		},
		{
			"through yesterday", `{"date":{"field":"hiredOn","window":{"through":{"period":{"unit":"DAY","offset":-1}}}}}`,
			`{"date":{"field":"hiredOn","window":{"to":{"period":{"unit":"DAY","offset":0}}}}}`,
		},
		{
			"through a date", `{"date":{"field":"hiredOn","window":{"through":{"date":"2024-02-29"}}}}`,
			`{"date":{"field":"hiredOn","window":{"to":{"date":"2024-03-01"}}}}`,
		},
		{
			"through a day of the year", `{"date":{"field":"hiredOn","window":{"through":{"recent":{"month":2,"day":29}}}}}`,
			`{"date":{"field":"hiredOn","window":{"to":{"recent":{"month":2,"day":29,"plus":{"n":1,"unit":"DAY"}}}}}}`,
		},
		{"not at least two", `{"not":{"training":{"types":["COMPLETED"],"count":{"min":2}}}}`, `{"training":{"types":["COMPLETED"],"count":{"max":1}}}`},
		{"not at most two", `{"not":{"training":{"types":["COMPLETED"],"count":{"max":2}}}}`, `{"training":{"types":["COMPLETED"],"count":{"min":3}}}`},
		{"not exactly two", `{"not":{"training":{"types":["COMPLETED"],"count":{"min":2,"max":2}}}}`, `{"not":{"training":{"types":["COMPLETED"],"count":{"min":2,"max":2}}}}`},
		{
			"days do not", `{"date":{"field":"hiredOn","window":{"through":{"ago":{"n":1,"unit":"YEAR"}}}}}`,
			`{"date":{"field":"hiredOn","window":{"through":{"ago":{"n":1,"unit":"YEAR"}}}}}`,
		},
		{
			"both sides of an order", `{"order":{"event":{"training":{"types":["STARTED","ENROLLED"]}},"after":{"simulation":{"types":["CLICKED"],"campaigns":["cmp_2","cmp_1"]}},"anchor":"ANY","count":{"min":1}}}`,
			`{"order":{"event":{"training":{"types":["ENROLLED","STARTED"]}},"after":{"simulation":{"types":["CLICKED"],"campaigns":["cmp_1","cmp_2"]}},"anchor":"ANY"}}`,
		},
	} {
		got := criteria.Canonical(parse(t, c.tree))
		require.JSONEq(t, c.want, written(t, got), c.name)
	}
}

// A union longer than a condition may have is cut, the same way every time.
func TestCanonicalCutsLongUnions(t *testing.T) {
	var one, two criteria.Department
	for i := range criteria.MaxValues {
		one.IDs = append(one.IDs, criteria.DepartmentID(2*i+1))
		two.IDs = append(two.IDs, criteria.DepartmentID(2*i+2))
	}
	tree := criteria.Tree{Root: criteria.AnyOf{Of: []criteria.Node{one, two}}}
	got := criteria.Canonical(tree)
	require.NoError(t, got.Validate())
	require.Len(t, got.Root.(criteria.AnyOf).Of, 2)
	require.Equal(t, got, criteria.Canonical(got))
}

func TestCanonicalIsPureValidAndFinal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := criteriatest.Tree(criteriatest.Sample()).Draw(t, "tree")
		before := written(t, tree)
		once := criteria.Canonical(tree)
		require.Equal(t, before, written(t, tree), "it changed its argument")
		require.NoError(t, once.Validate())
		require.Equal(t, once, criteria.Canonical(once))
		require.Equal(t, tree.NamesStatus(), once.NamesStatus())
	})
}

func TestCanonicalDoesNotDependOnOrderNestingOrRepetition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := criteriatest.Tree(criteriatest.Sample()).Draw(t, "tree")
		other := criteria.Tree{Root: disguised(t, tree.Root)}
		require.Equal(t, written(t, criteria.Canonical(tree)), written(t, criteria.Canonical(other)))
	})
}

// disguised writes the node in another way that means the same.
func disguised(t *rapid.T, n criteria.Node) criteria.Node {
	many := func(nodes []criteria.Node) []criteria.Node {
		list := []criteria.Node{}
		for _, child := range rapid.Permutation(nodes).Draw(t, "order") {
			list = append(list, disguised(t, child))
		}
		if len(list) > 0 && rapid.Bool().Draw(t, "twice") {
			list = append(list, list[0])
		}
		return list
	}
	switch inner := n.(type) {
	case criteria.AllOf:
		n = criteria.AllOf{Of: many(inner.Of)}
	case criteria.AnyOf:
		n = criteria.AnyOf{Of: many(inner.Of)}
	case criteria.Not:
		n = criteria.Not{Of: disguised(t, inner.Of)}
	}
	if list, is := n.(criteria.AnyOf); is && rapid.Bool().Draw(t, "none of the opposites") {
		opposites := criteria.AllOf{}
		for _, child := range list.Of {
			opposites.Of = append(opposites.Of, criteria.Not{Of: child})
		}
		n = criteria.Not{Of: opposites}
	}
	switch rapid.IntRange(0, 6).Draw(t, "wrap") {
	case 0:
		return criteria.Not{Of: criteria.Not{Of: n}}
	case 1:
		return criteria.AllOf{Of: []criteria.Node{n}}
	case 2:
		return criteria.AnyOf{Of: []criteria.Node{n}}
	}
	return n
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := criteriatest.Tree(criteriatest.Sample()).Draw(t, "tree")
		require.Equal(t, tree, parse(t, written(t, tree)))
		canonical := criteria.Canonical(tree)
		require.Equal(t, canonical, parse(t, written(t, canonical)))
	})
}
