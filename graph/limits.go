package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"muster/ent/reminder"
	"muster/graph/connection"
	"muster/graph/generated"
	"muster/graph/model"
	"muster/internal/audit"
	"muster/internal/errs"
)

// What one operation may be. The query that shows a page of 100 groups with 20 members each and the reasons of every one
// costs about 20,000.
const (
	maxTokens     = 10_000 // of the text; data belongs into variables
	maxDepth      = 15     // fields inside fields; the introspection query of tools has 13
	maxFields     = 2_000  // with every fragment written out
	maxComplexity = 30_000 // fields, those inside a list once for every row that the list may have
)

// listCost is what a list without pages counts for each of its fields.
const listCost = 10

// dependentsCost is for what looks into the criteria of every group.
const dependentsCost = 500

// size limits an operation by depth and by fields. It runs before anything else walks through the operation's
// fragments: fragments inside fragments make few words into very many fields.
type size struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = size{}

func (size) ExtensionName() string                   { return "Size" }
func (size) Validate(graphql.ExecutableSchema) error { return nil }

func (size) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	m := measure{fragments: map[string]extent{}}
	e := m.of(op.Operation.SelectionSet)
	switch {
	case e.depth > maxDepth:
		return gqlerror.WrapIfUnwrapped(errs.New(errs.CodeTooLarge, "the operation has %d levels of fields: at most %d are allowed", e.depth, maxDepth))
	case e.fields > maxFields:
		return gqlerror.WrapIfUnwrapped(errs.New(errs.CodeTooLarge, "the operation has more than %d fields", maxFields))
	}
	return nil
}

// extent is how deep a selection goes and how many fields it has; fields stops counting beyond maxFields.
type extent struct{ depth, fields int }

// measure remembers what each fragment measures, so that a fragment used many times is walked through once. The
// validator has refused fragments that contain themselves.
type measure struct{ fragments map[string]extent }

func (m measure) of(set ast.SelectionSet) extent {
	var sum extent
	for _, selection := range set {
		e := m.one(selection)
		sum.depth = max(sum.depth, e.depth)
		sum.fields = min(sum.fields+e.fields, maxFields+1)
	}
	return sum
}

func (m measure) one(selection ast.Selection) extent {
	switch s := selection.(type) {
	case *ast.Field:
		e := m.of(s.SelectionSet)
		return extent{depth: e.depth + 1, fields: e.fields + 1}
	case *ast.InlineFragment:
		return m.of(s.SelectionSet)
	case *ast.FragmentSpread:
		e, known := m.fragments[s.Name]
		if !known {
			e = m.of(s.Definition.SelectionSet)
			m.fragments[s.Name] = e
		}
		return e
	}
	return extent{}
}

// complexities says what fields cost whose children are many: a page costs its rows.
func complexities() generated.ComplexityRoot {
	forward := func(children int, first *int, _ *string) int { return pageCost(children, first, nil) }
	searched := func(children int, first *int, _, _ *string) int { return pageCost(children, first, nil) }
	var c generated.ComplexityRoot
	c.Query.Employees = func(children int, first *int, _ *string, last *int, _ *string, _ *model.EmployeeFilter) int {
		return pageCost(children, first, last)
	}
	c.Query.Groups = func(children int, first *int, _ *string, last *int, _ *string, _ *model.GroupFilter, _ *model.GroupOrder) int {
		return pageCost(children, first, last)
	}
	c.MergeDepartmentsPayload.ChangedGroups = func(children int) int { return 1 + children*listCost }
	c.Query.Nodes = func(children int, ids []string) int { return 1 + children*len(ids) }
	c.Query.Departments = func(children int, first *int, _, _, _ *string, _ *bool) int { return pageCost(children, first, nil) }
	c.Query.SelectableGroups = searched
	c.Query.Notifications = forward
	c.Query.APIKeys = forward
	c.Query.AuditLog = func(children int, first *int, _ *string, last *int, _ *string, _ *audit.Filter) int {
		return pageCost(children, first, last)
	}
	c.Query.Imports = forward
	c.Query.ReminderRequests = searched
	c.ReminderRequest.Reminders = func(children int, first *int, _ *string, _ *reminder.State) int {
		return pageCost(children, first, nil)
	}
	c.Query.CriteriaSuggestions = func(children int) int { return 1 + children*listCost }
	c.CriteriaPreview.Members = forward
	c.Employee.Groups = forward
	c.Department.Children = func(children int) int { return 1 + children*listCost }
	c.Group.Exclusions = forward
	c.Group.Pins = forward
	c.Group.Dependents = func(children int) int { return dependentsCost + children }
	c.GroupDependents.Groups = func(children int) int { return 1 + children*listCost }
	c.RedescriptionPreview.Effects = func(children int) int { return dependentsCost + children*listCost }
	c.Query.OverridesForReview = func(children int, first *int, _, _ *string, _, _ *int) int { return pageCost(children, first, nil) }
	c.Group.Members = func(children int, first *int, _ *string, last *int, _, _ *string) int {
		return pageCost(children, first, last)
	}
	c.GroupMember.Reasons = func(children int) int { return 1 + children*2 }
	return c
}

func pageCost(children int, first, last *int) int {
	size := connection.DefaultPage
	for _, given := range []*int{first, last} {
		if given != nil {
			size = *given
		}
	}
	return 1 + children*max(1, min(size, connection.MaxPage))
}
