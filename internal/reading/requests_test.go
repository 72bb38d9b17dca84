package reading_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/reading"
)

// asked are descriptions for the requests of testdata/requests.txt to be made of, in each language.
var asked = map[string][]string{
	"en": {"employees in Finance who clicked in the last 90 days", "contractors with overdue training", "people who have never reported a simulation", "everyone in Sales"},
	"es": {"empleados de Finance que hicieron clic en los últimos 90 días", "contratistas con formación vencida", "personas que nunca han reportado una simulación", "todos los de Sales"},
	"pt": {"funcionários de Finance que clicaram nos últimos 90 dias", "prestadores com treinamento vencido", "pessoas que nunca denunciaram uma simulação", "todos de Sales"},
}

// A request around a description changes nothing: greetings, wishes, thanks and what the group is called ("a segment of").
func TestRequestsChangeNothing(t *testing.T) {
	body, err := os.ReadFile("testdata/requests.txt")
	require.NoError(t, err)
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	lang := ""
	for line := range strings.SplitSeq(strings.TrimSpace(string(body)), "\n") {
		before, after, request := strings.Cut(line, "|")
		if !request {
			lang = line
			continue
		}
		for _, text := range asked[lang] {
			want, got := reader.Read(text, now), reader.Read(before+text+after, now)
			require.Equal(t, treeOf(t, want), treeOf(t, got), before+text+after)
			require.Equal(t, want.Status, got.Status, before+text+after)
		}
	}
}
