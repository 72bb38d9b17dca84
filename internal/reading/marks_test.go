package reading

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
)

func TestMarksSayWhatWordsCanMean(t *testing.T) {
	r := NewReader(Catalog{Departments: []Department{{ID: 7, Name: "Finance", Path: "Finance"}}}, DefaultGlossary())
	clock := criteria.ClockAt(0, time.UTC)
	byText := map[string]Mark{}
	for _, m := range r.Marks("The Finance people who never clicked at least 3 times in the last 30 days, or überlistet contractors on 03/04/2026", clock) {
		byText[m.Text] = m
	}
	require.Equal(t, []Named{{Field: "department", ID: 7, Text: "Finance"}}, byText["Finance"].Named)
	require.False(t, byText["Finance"].Small)
	for _, small := range []string{"The", "people", "who"} {
		require.True(t, byText[small].Small, small)
	}
	require.True(t, byText["never"].Negates)
	require.Equal(t, []criteria.SimulationType{criteria.Clicked}, byText["clicked"].Simulation)
	require.True(t, byText["clicked"].Reversed)
	require.False(t, byText["Finance"].Reversed)
	require.InDelta(t, 3, *byText["at least 3 times"].Amounts[0].GTE, 0)
	require.Equal(t, []criteria.Window{criteria.Last(30, criteria.Day)}, byText["in the last 30 days"].Windows)
	require.True(t, byText["or"].Or)
	require.False(t, byText["überlistet"].Known)
	require.Equal(t, []Named{{Field: "employeeType", Text: "CONTRACTOR"}}, byText["contractors"].Named)
	require.True(t, byText["on 03/04/2026"].Open)
}

// TestMarksCoverTheText holds that marks are in order and that each is the text at its place.
func TestMarksCoverTheText(t *testing.T) {
	r := NewReader(Catalog{}, DefaultGlossary())
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringN(0, 60, -1).Draw(t, "text"))
		at := 0
		for _, m := range r.Marks(string(text), criteria.ClockAt(0, time.UTC)) {
			require.LessOrEqual(t, at, m.Start)
			require.Less(t, m.Start, m.End)
			require.Equal(t, string(text[m.Start:m.End]), m.Text)
			at = m.End
		}
		require.LessOrEqual(t, at, len(text))
	})
}
