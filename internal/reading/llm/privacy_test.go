package llm

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/reading"
)

func TestNothingAboutPeopleIsSent(t *testing.T) {
	const description = "überlistet people of ana@acme.example, of Ana Souza, of zoe or of bob.o'hara@acme.example"
	// Every answer names the people in its quotes, so that the complaints speak of them.
	wrong := nodes(
		at("0", "", "allOf", ""),
		at("1", "0", "profile", `{"field":"manager","values":["X_1","X_2","X_3"]}`, "überlistet people of X_1", "X_2", "X_9"),
		at("2", "0", "profile", `{"field":"manager","match":"STARTS_WITH","values":["X_1"]}`, "of X_3 or"),
		at("3", "0", "profile", `{"field":"title","values":["X_1"]}`, "X_4"),
	)
	onBoth(t, []step{say(wrong)}, func(t *testing.T, s *stub) {
		r, log := s.reader(testLimits())
		read(t, r, description)
		require.Equal(t, 3, s.asked())
		private := regexp.MustCompile(`(?i)\b(ana|souza|zoe|bob|hara)\b|@`)
		for _, sent := range append(s.requests, log.String()) {
			require.Empty(t, private.FindAllString(sent, -1))
		}
	})
}

func TestMask(t *testing.T) {
	for _, tt := range []struct{ description, sent string }{
		{"people of Ana Souza", "people of X_1"},
		{"people of ana souza or Ana Souza", "people of X_1 or X_2"},
		{"people of ANA, or of Souza's team", "people of X_1, or of X_2 team"},
		{"ana@acme.example and ana@acme.example", "X_1 and X_1"},
		{"X_1 says ana@acme.example", "X_1 says XX_1"},
		{"addresses that end with @acme.example", "addresses that end with @acme.example"},
		{"nobody in particular", "nobody in particular"},
	} {
		m := newMask(tt.description, grammar().Marks(tt.description, noon), testCatalog().Managers)
		require.Equal(t, tt.sent, m.sent)
		require.Equal(t, tt.description, m.back(m.sent))
	}
}

// TestMaskIsUndone draws descriptions with many people: what is put back is what was written, and no address is left.
func TestMaskIsUndone(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"Ana Souza", "Zoe", "ana@acme.example", "é@ü.example", "clicked", "X_", "X_1", "not", ",", "überlistet", "“", "🙂"})
	rapid.Check(t, func(t *rapid.T) {
		description := strings.Join(rapid.SliceOfN(pieces, 0, 20).Draw(t, "pieces"), " ")
		m := newMask(description, grammar().Marks(description, noon), testCatalog().Managers)
		require.Equal(t, description, m.back(m.sent))
		require.NotRegexp(t, addressPattern, m.sent)
		require.NotContains(t, m.sent, "Souza")
	})
}

func TestOfferIsBoundedAndNear(t *testing.T) {
	var c reading.Catalog
	var values []any
	for i := range 2000 {
		c.Departments = append(c.Departments, reading.Department{ID: 1, Name: fmt.Sprintf("Unit %d", i), Path: fmt.Sprintf("Unit %d", i)})
		c.Titles = append(c.Titles, fmt.Sprintf("Clerk %d", i))
		values = append(values, fmt.Sprintf("badge-%d", i))
	}
	c.Departments = append(c.Departments, reading.Department{ID: 7, Name: "Treasury", Path: "Treasury"})
	c.Titles = append(c.Titles, "anna@acme.example")
	c.Attributes = []reading.Attribute{{Name: "badge", Values: append(values, "Gold")}}

	const description = "überlistet tresury people with gold"
	marks := reading.NewReader(c, reading.DefaultGlossary()).Marks(description, noon)
	o := newOffer(c, description, marks)
	require.Len(t, o.Departments, maxOffered)
	require.Contains(t, o.Departments, thing{"dep_7", "Treasury"})
	require.Len(t, o.Titles, maxOffered)
	require.NotContains(t, text(o), "@")
	require.Equal(t, []attribute{{"badge", []string{"Gold"}}}, o.Attributes, "of an attribute, only what the description comes near to")
	require.Less(t, len(request(description, o, reading.DefaultGlossary(), noon)), 8<<10)
}
