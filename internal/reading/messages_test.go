package reading_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/reading"
)

// What is said of a Spanish or Portuguese description is said in its language.
func TestMessagesAreInTheLanguageOfTheDescription(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden")
	require.NoError(t, err)
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	english := []string{" the ", "This ", "Read as", "Taken for", "cannot", "Nobody", "There is", "Say ", "Write "}
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		for block := range strings.SplitSeq(strings.TrimSpace(string(body)), "\n\n") {
			texts, _, _ := strings.Cut(block, "\n-> ")
			for text := range strings.SplitSeq(texts, "\n") {
				r := reader.Read(unescape(text), now)
				if r.Language == "en" {
					continue
				}
				for _, issue := range append(r.Unresolved, r.Assumptions...) {
					for _, word := range english {
						require.NotContains(t, issue.Message, word, text)
					}
				}
			}
		}
	}
}
