// Package sheet makes the cells of a CSV file harmless to spreadsheets, and reads them back as they were.
//
// A spreadsheet runs a cell that begins with one of a few characters as a formula, whoever wrote it: a person named
// =HYPERLINK(…) would act in the administrator's name. Such a cell gets a leading apostrophe, which spreadsheets take as "this is
// text". So that reading gives back exactly what was written, a cell that begins with apostrophes before such a
// character gets one more. Source: OWASP, "CSV Injection"; the full-width forms act in East Asian spreadsheets.
package sheet

import "strings"

// formula holds the characters that make a spreadsheet run a cell.
const formula = "=+-@\t\r\n＝＋－＠"

const apostrophe = "'"

// Write gives the cell under which a spreadsheet shows the text. Read is its inverse.
func Write(text string) string {
	if runs(text) {
		return apostrophe + text
	}
	return text
}

// Read gives the text of a cell: what Write was given, and what no spreadsheet would run as it is.
func Read(cell string) string {
	if strings.HasPrefix(cell, apostrophe) && runs(cell) {
		return cell[len(apostrophe):]
	}
	return cell
}

// runs reports whether a cell would be run, whatever apostrophes it begins with.
func runs(cell string) bool {
	return strings.IndexAny(strings.TrimLeft(cell, apostrophe), formula) == 0
}
