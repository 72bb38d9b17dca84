package connection

import "muster/internal/errs"

const (
	// DefaultPage is how many rows a page has where neither first nor last is given.
	DefaultPage = 20
	// MaxPage is the largest page.
	MaxPage = 100
)

// Args are a connection's arguments, as the client gave them.
type Args struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// size gives the page's size and whether it is read from the end.
func (a Args) size() (n int, backwards bool, err error) {
	name, given := "first", a.First
	switch {
	case a.First != nil && a.Last != nil:
		return 0, false, errs.New(errs.CodeInvalid, "give first or last, not both")
	case a.Last != nil:
		name, given, backwards = "last", a.Last, true
	case a.First == nil:
		return DefaultPage, false, nil
	}
	if *given < 0 || *given > MaxPage {
		return 0, false, errs.New(errs.CodeInvalid, "%s must be between 0 and %d", name, MaxPage)
	}
	return *given, backwards, nil
}
