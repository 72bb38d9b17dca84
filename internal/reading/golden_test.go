package reading_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/reading"
)

var update = flag.Bool("update", false, "write the golden files anew; look at the difference before committing it")

// The golden files hold blocks: descriptions of one meaning, one a line ("\n" stands for a new line), then "-> STATUS", then the tree,
// or for what is not fully read the codes and texts of what was not. Every tree was checked by hand against the meaning
// before it was committed.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".golden"), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(regroup(reader, string(body))), 0o644))
				return
			}
			for block := range strings.SplitSeq(strings.TrimSpace(string(body)), "\n\n") {
				texts, want, found := strings.Cut(block, "\n-> ")
				require.True(t, found, "no -> in %q", block)
				for text := range strings.SplitSeq(texts, "\n") {
					require.Equal(t, want, outcome(reader.Read(unescape(text), now)), text)
				}
			}
		})
	}
}

func unescape(text string) string { return strings.ReplaceAll(text, `\n`, "\n") }

// outcome writes a reading as the golden files do.
func outcome(r reading.Reading) string {
	var b strings.Builder
	b.WriteString(string(r.Status))
	if r.Status != reading.Clear && r.Status != reading.NeedsReview {
		seen := map[string]bool{}
		for _, issue := range r.Unresolved {
			if line := fmt.Sprintf("\n%s %q", issue.Code, issue.Text); !seen[line] {
				seen[line] = true
				b.WriteString(line)
			}
		}
		return b.String()
	}
	for _, issue := range r.Assumptions {
		if issue.Code != reading.CodeFuzzyMatch {
			continue
		}
		b.WriteString(" " + issue.Code)
		break
	}
	tree, err := json.Marshal(r.Tree)
	if err != nil {
		return err.Error()
	}
	return b.String() + "\n" + string(tree)
}

// regroup writes a file anew, the descriptions of one outcome together, in the order of first appearance.
func regroup(reader *reading.Reader, body string) string {
	var order []string
	texts := map[string][]string{}
	for block := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		list, _, _ := strings.Cut(block, "\n-> ")
		for text := range strings.SplitSeq(list, "\n") {
			got := outcome(reader.Read(unescape(text), now))
			if texts[got] == nil {
				order = append(order, got)
			}
			texts[got] = append(texts[got], text)
		}
	}
	var blocks []string
	for _, got := range order {
		blocks = append(blocks, strings.Join(texts[got], "\n")+"\n-> "+got)
	}
	return strings.Join(blocks, "\n\n") + "\n"
}
