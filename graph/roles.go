package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"muster/internal/auth"
)

// mutationRoles says which role each mutation needs. Queries and subscriptions need auth.Viewer.
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
	"createGroup":        auth.Operator,
	"addGroupMembers":    auth.Operator,
	"removeGroupMembers": auth.Operator,
	"sendReminders":      auth.Operator,
	"disableEmployees":   auth.Operator, // as upsertEmployees can
	"enableEmployees":    auth.Operator,
}

// roleFor gives the role that one root field needs; a mutation that the table does not name needs the highest.
func roleFor(operation ast.Operation, field string) auth.Role {
	if operation != ast.Mutation {
		return auth.Viewer
	}
	if role, named := mutationRoles[field]; named {
		return role
	}
	return auth.Admin
}

// checkRoles refuses the whole operation, before any of it runs, where the caller's role does not cover every field.
func checkRoles(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	root := map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"}[op.Operation.Operation]
	for _, field := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{root}) {
		if _, err := auth.Require(ctx, roleFor(op.Operation.Operation, field.Name)); err != nil {
			return graphql.OneShot(refuse(ctx, err))
		}
	}
	return next(ctx)
}
