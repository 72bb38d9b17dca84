package reading_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// understood gives the golden descriptions that are read completely.
func understood(t require.TestingT) []string {
	files, err := filepath.Glob("testdata/*.golden")
	require.NoError(t, err)
	var all []string
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		for block := range strings.SplitSeq(strings.TrimSpace(string(body)), "\n\n") {
			texts, outcome, _ := strings.Cut(block, "\n-> ")
			if strings.HasPrefix(outcome, "CLEAR") || strings.HasPrefix(outcome, "NEEDS_REVIEW") {
				for text := range strings.SplitSeq(texts, "\n") {
					all = append(all, unescape(text))
				}
			}
		}
	}
	require.NotEmpty(t, all)
	return all
}

func treeOf(t require.TestingT, r reading.Reading) string {
	if r.Tree == nil {
		return string(r.Status)
	}
	b, err := json.Marshal(r.Tree)
	require.NoError(t, err)
	return string(b)
}

// What does not change the meaning does not change the tree.
func TestHarmlessChanges(t *testing.T) {
	withoutAccents := func(s string) string {
		plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
		require.NoError(t, err)
		return plain
	}
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	for name, change := range map[string]func(string) string{
		"blanks":      func(s string) string { return "  " + strings.ReplaceAll(s, " ", "  ") + " " },
		"full stop":   func(s string) string { return strings.TrimRight(s, "?!.") + "." },
		"please":      func(s string) string { return "Please " + s },
		"thanks":      func(s string) string { return s + ", thanks" },
		"title case":  func(s string) string { return strings.ToUpper(s[:1]) + s[1:] },
		"decomposed":  norm.NFD.String,
		"curly marks": func(s string) string { return strings.ReplaceAll(s, "'", "’") },
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range understood(t) {
				changed := change(text)
				require.Equal(t, treeOf(t, reader.Read(text, now)), treeOf(t, reader.Read(changed, now)), "%q and %q", text, changed)
			}
		})
	}
	t.Run("accents", func(t *testing.T) {
		for _, text := range understood(t) {
			want, got := reader.Read(text, now), reader.Read(withoutAccents(text), now)
			if treeOf(t, want) != treeOf(t, got) {
				require.NotEqual(t, reading.Clear, got.Status, text)
			}
		}
	})
}

// asWritten finds descriptions with a name, which is taken as it is written.
var asWritten = regexp.MustCompile(`(?i)named|called|llamad|chamad|name contains`)

// typos are the slips of a finger at a letter of a word that is neither its first nor its last.
var typos = map[string]func(letters []rune, at int) []rune{
	"swap": func(w []rune, at int) []rune {
		w = slices.Clone(w)
		w[at], w[at+1] = w[at+1], w[at]
		return w
	},
	"drop":   func(w []rune, at int) []rune { return slices.Delete(slices.Clone(w), at, at+1) },
	"double": func(w []rune, at int) []rune { return slices.Insert(slices.Clone(w), at, w[at]) },
}

// A typo leaves the tree as it is or makes the reader ask: it never passes as understood with another tree. Every
// description gets one typo of each kind, always at the same place.
func TestTyposAreCorrectedOrAsked(t *testing.T) {
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	for n, text := range understood(t) {
		words := strings.Fields(text)
		at := n % len(words)
		letters := []rune(words[at])
		if len(letters) < 5 || strings.ContainsAny(words[at], "@\"0123456789") || asWritten.MatchString(text) {
			continue
		}
		want := treeOf(t, reader.Read(strings.Join(words, " "), now))
		for name, slip := range typos {
			changed := slices.Clone(words)
			changed[at] = string(slip(letters, 1+n%(len(letters)-3)))
			if got := reader.Read(strings.Join(changed, " "), now); got.Status == reading.Clear {
				require.Equal(t, want, treeOf(t, got), "%s: %q and %q", name, text, strings.Join(changed, " "))
			}
		}
	}
}

func TestCaseDoesNotMatterToWords(t *testing.T) {
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	for _, text := range understood(t) {
		want := reader.Read(text, now)
		for _, changed := range []string{strings.ToLower(text), strings.ToUpper(text)} {
			if got := reader.Read(changed, now); got.Status == reading.Clear {
				require.Equal(t, strings.ToLower(treeOf(t, want)), strings.ToLower(treeOf(t, got)), "%q and %q", text, changed)
			}
		}
	}
}

// Every tree that a reading gives is valid and canonical.
func TestTreesAreValidAndCanonical(t *testing.T) {
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	for _, text := range understood(t) {
		tree := *reader.Read(text, now).Tree
		require.NoError(t, tree.Validate(), text)
		require.Equal(t, criteria.Canonical(tree), tree, text)
	}
}

// Spans are code points of the text as written.
func TestSpansQuoteTheText(t *testing.T) {
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	text := "Personas de São Paulo zurdas que hicieron clic en los últimos 30 días"
	r := reader.Read(text, now)
	require.Equal(t, reading.Partial, r.Status)
	require.Len(t, r.Unresolved, 1)
	issue := r.Unresolved[0]
	require.Equal(t, "zurdas", issue.Text)
	require.Equal(t, "zurdas", string([]rune(text)[issue.Start:issue.End]))
}
