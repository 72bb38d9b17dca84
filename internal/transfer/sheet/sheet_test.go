package sheet_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/transfer/sheet"
)

func TestCells(t *testing.T) {
	for text, cell := range map[string]string{
		"":                    "",
		"Ana":                 "Ana",
		"O'Brien":             "O'Brien",
		"'tis":                "'tis",
		"=1+1":                "'=1+1",
		"+34 600":             "'+34 600",
		"-2":                  "'-2",
		"@SUM(A1)":            "'@SUM(A1)",
		"\t=1":                "'\t=1",
		"\r=1":                "'\r=1",
		"\n=1":                "'\n=1",
		"＝1":                  "'＝1",
		"'=1":                 "''=1",
		"''@":                 "'''@",
		"'":                   "'",
		"a=b":                 "a=b",
		"ana+phish@acme.test": "ana+phish@acme.test",
	} {
		require.Equal(t, cell, sheet.Write(text))
		require.Equal(t, text, sheet.Read(cell))
	}
}

func TestReadingGivesBackWhatWasWritten(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching("'{0,3}[=+@\t\r\n＝＋－＠-]?.{0,3}"))
	rapid.Check(t, func(t *rapid.T) {
		given := text.Draw(t, "text")
		cell := sheet.Write(given)
		require.Equal(t, given, sheet.Read(cell))
		require.False(t, strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n"))
	})
}
