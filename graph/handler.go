package graph

import (
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"muster/graph/generated"
)

// parsedQueries is how many parsed queries are kept.
const parsedQueries = 500

// Handler executes operations within the limits; it serves nothing until it is given transports. Persisted queries
// are not offered: what a client sends is what runs.
func Handler(r *Resolver, introspection bool) *handler.Server {
	h := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: r, Complexity: complexities()}))
	h.SetErrorPresenter(presenter(r.Log))
	h.SetRecoverFunc(recovered)
	h.SetParserTokenLimit(maxTokens)
	h.SetQueryCache(lru.New[*ast.QueryDocument](parsedQueries))
	if introspection {
		h.Use(extension.Introspection{})
	} else {
		h.SetDisableSuggestion(true)
	}
	h.Use(repeats{})
	h.Use(size{}) // before the complexity limit, which walks through fragments as often as they are used
	h.Use(extension.FixedComplexityLimit(maxComplexity))
	h.Use(roles{introspection})
	h.Use(deadline{operationTimeout})
	h.Use(farewells{})
	h.AroundResponses(r.withLoaders)
	return h
}
