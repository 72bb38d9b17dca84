package gqltest

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"muster/internal/errs"
)

const source = `
type Query {
  "Greets."
  hello(name: String): String!
  "Gives an error of code STATE."
  fails: String
  panics: String
  "Makes a response that has no JSON."
  unencodable: String
}
type Mutation { touch: String! }
type Subscription {
  "1 to n."
  count(to: Int!): Int!
  "What the test writes to Schema.Feed."
  feed: String!
  "An error of code FORBIDDEN instead of a stream."
  refused: String
  "One value, then a panic."
  breaks: Int
}
`

// Schema executes the package's schema. Make it with New.
type Schema struct {
	schema *ast.Schema
	// Feed is what the feed subscription passes on.
	Feed chan string
	// Started gets a value when a feed begins, Stopped when its context has ended.
	Started, Stopped chan struct{}
}

var _ graphql.ExecutableSchema = (*Schema)(nil)

// New makes a schema whose channels hold 1,000 signals.
func New() *Schema {
	return &Schema{
		schema:  gqlparser.MustLoadSchema(&ast.Source{Input: source}),
		Feed:    make(chan string),
		Started: make(chan struct{}, 1000),
		Stopped: make(chan struct{}, 1000),
	}
}

// Schema is the parsed schema.
func (s *Schema) Schema() *ast.Schema { return s.schema }

// Complexity has no opinion.
func (s *Schema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

// Exec runs the operation's one root field.
func (s *Schema) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	field := graphql.CollectFields(op, op.Operation.SelectionSet, nil)[0]
	args := field.ArgumentMap(op.Variables)
	if op.Operation.Operation == ast.Subscription {
		return s.stream(ctx, field, args)
	}
	sent := false
	return func(ctx context.Context) *graphql.Response {
		if sent {
			return nil
		}
		sent = true
		value, err := resolve(ctx, field.Name, args)
		if err != nil {
			graphql.AddError(ctx, err)
		}
		return &graphql.Response{Data: object(field.Alias, value)}
	}
}

func resolve(ctx context.Context, name string, args map[string]any) (any, error) {
	switch name {
	case "hello":
		who, named := args["name"].(string)
		if !named {
			who = "world"
		}
		return "hello " + who, nil
	case "touch":
		return "touched", nil
	case "fails":
		return nil, errs.New(errs.CodeState, "not now")
	case "unencodable":
		graphql.RegisterExtension(ctx, "impossible", func() {})
		return nil, nil
	case "panics":
		panic("resolver panic")
	default:
		return name, nil
	}
}

// stream is pulled like generated code: it returns nil when the source or the context has ended.
func (s *Schema) stream(ctx context.Context, field graphql.CollectedField, args map[string]any) graphql.ResponseHandler {
	sent := int64(0)
	count := func(to int64) *graphql.Response {
		if sent >= to || ctx.Err() != nil {
			return nil
		}
		sent++
		return &graphql.Response{Data: object(field.Alias, sent)}
	}
	switch field.Name {
	case "refused":
		graphql.AddError(ctx, errs.New(errs.CodeForbidden, "not for you"))
		return nil
	case "breaks":
		return func(context.Context) *graphql.Response {
			if sent == 1 {
				panic("stream panic")
			}
			return count(1)
		}
	case "count":
		to, _ := args["to"].(int64)
		return func(context.Context) *graphql.Response { return count(to) }
	default:
		s.Started <- struct{}{}
		context.AfterFunc(ctx, func() { s.Stopped <- struct{}{} })
		return func(context.Context) *graphql.Response {
			select {
			case value := <-s.Feed:
				return &graphql.Response{Data: object(field.Alias, value)}
			case <-ctx.Done():
				return nil
			}
		}
	}
}

func object(key string, value any) json.RawMessage {
	data, err := json.Marshal(map[string]any{key: value})
	if err != nil {
		panic(err)
	}
	return data
}
