package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/graph/generated"
	"muster/internal/audit"
	"muster/internal/auth"
)

// TestTheSchemaKnowsEveryAction fails for an action that is recorded and that the API could not show or look for.
func TestTheSchemaKnowsEveryAction(t *testing.T) {
	types := generated.NewExecutableSchema(generated.Config{}).Schema().Types
	values := func(name string) (all []string) {
		for _, value := range types[name].EnumValues {
			all = append(all, value.Name)
		}
		return all
	}
	actions := make([]string, len(audit.Actions))
	for i, action := range audit.Actions {
		actions[i] = string(action)
	}
	require.ElementsMatch(t, actions, values("AuditAction"))
	sources := make([]string, len(auth.Sources))
	for i, source := range auth.Sources {
		sources[i] = string(source)
	}
	require.ElementsMatch(t, sources, values("AuditSource"))
	require.Len(t, audit.Actions, declared(t, "Action"), "audit.Actions lists them all")
	require.Len(t, values("AuditSubjectKind"), declared(t, "Kind"))
}

// declared counts the constants of a type that package audit declares.
func declared(t *testing.T, name string) (n int) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../internal/audit/action.go", nil, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(node ast.Node) bool {
		if spec, is := node.(*ast.ValueSpec); is && spec.Type != nil {
			if of, is := spec.Type.(*ast.Ident); is && of.Name == name {
				n += len(spec.Names)
			}
		}
		return true
	})
	return n
}

func TestOnlyAdministratorsSeeKeysAndTheLog(t *testing.T) {
	for _, field := range adminQueries {
		require.Equal(t, auth.Admin, roleFor("query", field))
		require.NotNil(t, generated.NewExecutableSchema(generated.Config{}).Schema().Query.Fields.ForName(field))
	}
}
