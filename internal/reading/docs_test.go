package reading_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// TestTheExamplesOfTheDocumentation: what the page for administrators shows is read as complete.
func TestTheExamplesOfTheDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../docs/describing.md")
	require.NoError(t, err)
	reader := reading.NewReader(reading.Catalog{
		Departments: []reading.Department{{ID: 1, Name: "Finance", Path: "Finance"}, {ID: 2, Name: "Treasury", Path: "Finance/Treasury"}, {ID: 3, Name: "Legal", Path: "Legal"}},
		Campaigns:   []reading.Campaign{{ID: 1, Name: "Payroll Update", Channel: criteria.Email}},
		Courses:     []reading.Course{{ID: 1, Name: "Phishing Basics"}, {ID: 2, Name: "Password Hygiene"}},
		Titles:      []string{"Account Executive"},
		Locations:   []string{"Madrid"},
		Countries:   []string{"ES"},
		Languages:   []string{"es"},
		Managers:    []reading.Person{{Name: "Ana Souza", Email: "ana@acme.test"}},
		Attributes:  []reading.Attribute{{Name: "workMode", Values: []any{"remote", "office"}}},
	}, reading.DefaultGlossary())
	now, err := time.Parse(time.DateOnly, "2026-11-22")
	require.NoError(t, err)
	clock := criteria.ClockAt(criteria.InstantOf(now), time.UTC)
	examples := 0
	for i, block := range strings.Split(string(page), "```") {
		lines, isText := strings.CutPrefix(block, "text\n")
		if i%2 == 0 || !isText {
			continue
		}
		for line := range strings.Lines(lines) {
			line = strings.TrimSpace(line)
			got := reader.Read(line, clock)
			require.Equal(t, reading.Clear, got.Status, "%q: %v %v %s", line, got.Unresolved, got.Assumptions, got.Message)
			examples++
		}
	}
	require.Greater(t, examples, 35)
}
