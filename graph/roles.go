package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"muster/internal/auth"
	"muster/internal/errs"
)

// adminQueries are the queries that need auth.Admin; the others, and subscriptions, need auth.Viewer.
var adminQueries = []string{"apiKeys", "auditLog"}

// mutationRoles says which role each mutation needs.
var mutationRoles = map[string]auth.Role{
	"upsertEmployees":        auth.Operator,
	"recordSimulationEvents": auth.Operator,
	"recordTrainingEvents":   auth.Operator,

	"createSmartGroup":   auth.Operator,
	"redescribeGroup":    auth.Operator,
	"activateGroup":      auth.Operator,
	"saveGroup":          auth.Operator,
	"deactivateGroup":    auth.Operator,
	"discardGroup":       auth.Operator,
	"renameGroup":        auth.Operator,
	"deleteGroup":        auth.Operator,
	"excludeEmployee":    auth.Operator,
	"readmitEmployee":    auth.Operator,
	"pinEmployee":        auth.Operator,
	"unpinEmployee":      auth.Operator,
	"excludeEmployees":   auth.Operator,
	"readmitEmployees":   auth.Operator,
	"pinEmployees":       auth.Operator,
	"unpinEmployees":     auth.Operator,
	"renewOverrides":     auth.Operator,
	"createGroup":        auth.Operator,
	"addGroupMembers":    auth.Operator,
	"removeGroupMembers": auth.Operator,
	"changeGlossary":     auth.Admin,
	"sendReminders":      auth.Operator,
	"retryReminders":     auth.Operator,

	"updateOrganization":  auth.Admin,
	"createApiKey":        auth.Admin,
	"renameApiKey":        auth.Admin,
	"revokeApiKey":        auth.Admin,
	"createGophishSecret": auth.Admin,
	"revokeGophishSecret": auth.Admin,

	"createDepartment": auth.Operator, // as upsertEmployees can
	"renameDepartment": auth.Operator,
	"moveDepartment":   auth.Operator,
	"mergeDepartments": auth.Operator,
	"deleteDepartment": auth.Operator,

	"disableEmployees": auth.Operator, // as upsertEmployees can
	"enableEmployees":  auth.Operator,
}

// roleFor gives the role that one root field needs; a mutation that the table does not name needs the highest.
func roleFor(operation ast.Operation, field string) auth.Role {
	switch {
	case operation == ast.Query && slices.Contains(adminQueries, field):
		return auth.Admin
	case operation != ast.Mutation:
		return auth.Viewer
	}
	if role, named := mutationRoles[field]; named {
		return role
	}
	return auth.Admin
}

// roles refuses the whole operation, before any of it runs, where the caller's role does not cover every field, or
// where it asks for the schema and that is not offered.
type roles struct{ introspection bool }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = roles{}

func (roles) ExtensionName() string                   { return "Roles" }
func (roles) Validate(graphql.ExecutableSchema) error { return nil }

func (r roles) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	kind := op.Operation.Operation
	root := map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"}[kind]
	for _, field := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{root}) {
		if strings.HasPrefix(field.Name, "__") && field.Name != "__typename" && !r.introspection {
			return gqlerror.WrapIfUnwrapped(errs.New(errs.CodeForbidden, "introspection is not offered here: the schema is in the documentation"))
		}
		if _, err := auth.Require(ctx, roleFor(kind, field.Name)); err != nil {
			return gqlerror.WrapIfUnwrapped(err)
		}
	}
	return nil
}
