package graph

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"muster/graph/generated"
	"muster/internal/auth"
)

func TestEveryMutationHasARole(t *testing.T) {
	var mutations []string
	for _, field := range generated.NewExecutableSchema(generated.Config{}).Schema().Mutation.Fields {
		mutations = append(mutations, field.Name)
	}
	named := make([]string, 0, len(mutationRoles))
	for name := range mutationRoles {
		named = append(named, name)
	}
	require.ElementsMatch(t, mutations, named)
}

func TestWhatTheTableDoesNotNameNeedsTheHighestRole(t *testing.T) {
	require.Equal(t, auth.Admin, roleFor(ast.Mutation, "dropEverything"))
	require.Equal(t, auth.Viewer, roleFor(ast.Query, "groups"))
	require.Equal(t, auth.Viewer, roleFor(ast.Subscription, "groupReady"))
}
