package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"muster/internal/errs"
)

const (
	// maxRepeats is how often fields may stand again beside one of the same name, in the whole text.
	maxRepeats = 200
	// harmless is the length, in bytes, below which a text cannot have repeats enough to matter.
	harmless = 1000
)

// repeats refuses a text in which fields are repeated beside each other, before it is validated: the validator
// compares each with each (1,200 times "viewer { name }" cost it three seconds).
type repeats struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = repeats{}

func (repeats) ExtensionName() string                   { return "Repeats" }
func (repeats) Validate(graphql.ExecutableSchema) error { return nil }

func (repeats) MutateOperationParameters(_ context.Context, request *graphql.RawParams) *gqlerror.Error {
	if len(request.Query) < harmless {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: request.Query}, maxTokens)
	if err != nil {
		return nil //nolint:nilerr // the executor parses it again and says what is wrong
	}
	c := repeatCounter{doc: doc}
	for _, operation := range doc.Operations {
		c.set(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		c.set(fragment.SelectionSet)
	}
	if c.repeats > maxRepeats {
		return gqlerror.WrapIfUnwrapped(errs.New(errs.CodeTooLarge, "more than %d fields of the operation are repeated beside each other", maxRepeats))
	}
	return nil
}

type repeatCounter struct {
	doc     *ast.QueryDocument
	repeats int
}

// set counts in one selection set, and in those below it.
func (c *repeatCounter) set(selections ast.SelectionSet) {
	if c.repeats > maxRepeats {
		return
	}
	c.beside(selections, map[string]bool{}, map[string]bool{})
	c.below(selections)
}

// beside counts the fields of one set, those that fragments bring into it included.
func (c *repeatCounter) beside(selections ast.SelectionSet, names, fragments map[string]bool) {
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			if names[s.Alias] {
				c.repeats++
			}
			names[s.Alias] = true // the field's own name where it has no alias
		case *ast.InlineFragment:
			c.beside(s.SelectionSet, names, fragments)
		case *ast.FragmentSpread:
			if fragment := c.doc.Fragments.ForName(s.Name); fragment != nil && !fragments[s.Name] {
				fragments[s.Name] = true
				c.beside(fragment.SelectionSet, names, fragments)
			}
		}
	}
}

func (c *repeatCounter) below(selections ast.SelectionSet) {
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			c.set(s.SelectionSet)
		case *ast.InlineFragment:
			c.below(s.SelectionSet)
		}
	}
}
