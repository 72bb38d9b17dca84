package reading_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/reading"
)

// readbackCompany is the organization in whose names package criteria's golden readbacks speak.
var readbackCompany = reading.Catalog{
	Departments: []reading.Department{{ID: 1, Name: "Finance", Path: "Finance"}, {ID: 2, Name: "Legal", Path: "Legal"}},
	Campaigns:   []reading.Campaign{{ID: 1, Name: "Payroll Update"}, {ID: 2, Name: "Invoice Overdue"}},
	Courses:     []reading.Course{{ID: 1, Name: "Phishing Basics"}, {ID: 2, Name: "GDPR Essentials"}},
	Groups:      []reading.Group{{ID: 1, Name: "Board"}},
	Titles:      []string{"Marketing Manager", "Sales Director", `Account "Key" Executive`},
	Locations:   []string{"Lisbon", "Madrid", "São Paulo"},
	Countries:   []string{"ES", "MX"},
	Languages:   []string{"es", "pt-br"},
	Templates:   []string{"Invoice", "Parcel"},
	Attributes: []reading.Attribute{
		{Name: "workMode", Values: []any{"remote", "office"}}, {Name: "level", Values: []any{1.0, 2.0}}, {Name: "contractEnd", Values: []any{"2026-01-01"}},
	},
	Managers: []reading.Person{{Name: "Ana", Email: "ana@acme.test"}},
}

// What a tree is read back as, in each language, is read as that tree again.
func TestReadbackReadsBack(t *testing.T) {
	body, err := os.ReadFile("../criteria/testdata/readback.txt")
	require.NoError(t, err)
	reader := reading.NewReader(readbackCompany, reading.DefaultGlossary())
	all := 0
	for block := range strings.SplitSeq(string(body), "\n\n") {
		want, texts, _ := strings.Cut(strings.TrimSpace(block), "\n")
		if want == "" || strings.HasPrefix(want, "#") {
			continue
		}
		for line := range strings.SplitSeq(texts, "\n") {
			_, text, _ := strings.Cut(line, ": ")
			r := reader.Read(text, now)
			tree, err := json.Marshal(r.Tree)
			require.NoError(t, err)
			all++
			require.Equal(t, want, string(tree), "%s %s", r.Status, text)
		}
	}
	require.NotZero(t, all)
}
