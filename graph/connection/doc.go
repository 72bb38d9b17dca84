// Package connection pages through ordered lists by key, as the Relay connection specification describes.
//
// A page is read with one query of limit+1 rows from the row that a cursor names; nothing is skipped with OFFSET, so
// the millionth page costs what the first does, and rows that come and go elsewhere neither repeat nor hide a row.
// The total is counted only where totalCount is selected, and whether there is something before the page (or, reading
// backwards, behind it) is asked only where pageInfo wants to know.
//
// Invariants: an order ends in a column that is unique within the list; a page has at most MaxPage rows; a cursor
// belongs to one order and is refused by every other. A cursor whose row is gone still works: it is a place, not a row.
//
// A cursor that this package did not write, or a page size out of bounds, is errs.CodeInvalid. Errors of the reading
// functions pass through as they are.
package connection
