// Package graph is the GraphQL API: schema.graphql, and behind it the resolvers, the errors' form and the limits.
//
// A query reads ent's rows, under the tenant's rules, through connections (package connection) and loaders, so that no
// list costs a query per row. A mutation checks its input's form, calls one method of a service and returns what that
// gave. Who may call it is declared in one table (roles.go). A subscription listens to the broker and reads afresh what
// each message is about.
//
// Invariants:
//   - Everything is inside the caller's organization. Where an id is malformed, unknown or another organization's, the
//     answer is the same: null from node, nodes and group, errs.CodeNotFound from a mutation or a subscription.
//   - Every error carries extensions.code. What is not an *errs.Error is logged with its cause and a request id, and the
//     client sees that id and nothing else.
//   - One operation is bounded before it runs: tokens, depth, fields, and cost by page size.
//
// generated and model/models_gen.go are gqlgen's (`go generate ./graph`); the resolvers implement generated.ResolverRoot.
package graph
