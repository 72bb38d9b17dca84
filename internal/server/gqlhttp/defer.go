package gqlhttp

import "github.com/vektah/gqlparser/v2/ast"

// defers is whether a document uses @defer anywhere. The first response of such an operation is not all of it.
func defers(doc *ast.QueryDocument) bool {
	for _, op := range doc.Operations {
		if selectionDefers(op.SelectionSet) {
			return true
		}
	}
	for _, fragment := range doc.Fragments {
		if selectionDefers(fragment.SelectionSet) {
			return true
		}
	}
	return false
}

func selectionDefers(set ast.SelectionSet) bool {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if selectionDefers(s.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if s.Directives.ForName("defer") != nil || selectionDefers(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread: // what it spreads is among the document's fragments
			if s.Directives.ForName("defer") != nil {
				return true
			}
		}
	}
	return false
}
