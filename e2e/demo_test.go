package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDemo is the first minute of a newcomer: what the program prints leads to groups with people in them.
func TestDemo(t *testing.T) {
	i := onSQLite(t)
	folder := t.TempDir()
	settings := []string{"MUSTER_DEMO=true", "MUSTER_MODE=development", "MUSTER_DATA_DIR=" + folder}
	n := i.start(t, settings...)
	explorer := regexp.MustCompile(`http://\S+(/explorer/)#token=(\S+)`).FindStringSubmatch(n.said.String())
	require.NotNil(t, explorer, n.said)
	require.Equal(t, http.StatusOK, n.answers(explorer[1]))
	c := client{n, explorer[2]}

	suggested := ask[struct {
		CriteriaSuggestions []struct{ Title, Description string }
	}](t, c, `{ criteriaSuggestions { title description } }`, nil).CriteriaSuggestions
	require.Len(t, suggested, 4)
	for _, s := range suggested {
		preview := ask[struct {
			PreviewCriteria struct {
				TotalCount     int
				Interpretation struct{ Status string }
			}
		}](t, c, `query($t: String) { previewCriteria(text: $t) { totalCount interpretation { status } } }`, variables{"t": s.Description}).PreviewCriteria
		require.Equal(t, "CLEAR", preview.Interpretation.Status, s.Description)
		require.Positive(t, preview.TotalCount, s.Description)
	}
	require.Contains(t, n.said.String(), repeatOffenders)
	require.Positive(t, c.generated(t, "First", repeatOffenders).MemberCount)

	kept, err := os.ReadFile(filepath.Join(folder, "demo.token"))
	require.NoError(t, err)
	require.Equal(t, explorer[2], strings.TrimSpace(string(kept)))
	require.Equal(t, 0, n.stop(t))
	require.Contains(t, i.start(t, settings...).said.String(), explorer[2], "the same token again")
}
