package redisbroker

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/notify"
)

func TestDebtsAreOnePerTopicAndBounded(t *testing.T) {
	var logged bytes.Buffer
	d := newDebts(slog.New(slog.NewTextHandler(&logged, nil)))
	topic := notify.GroupReady(1)
	d.owe([]notify.Message{{Topic: topic, Version: 1}, {Topic: topic, Version: 2}})
	require.Equal(t, []notify.Message{{Topic: topic, Missed: true}}, d.some())
	require.Empty(t, d.some())

	for organization := range int64(maxDebts + 100) {
		d.owe([]notify.Message{{Topic: notify.GroupReady(organization + 1)}})
	}
	require.Equal(t, 1, strings.Count(logged.String(), "level=ERROR"), "said once")
	settled := make(map[notify.Topic]bool)
	for some := d.some(); len(some) > 0; some = d.some() {
		require.LessOrEqual(t, len(some), debtsAtOnce)
		for _, m := range some {
			require.True(t, m.Missed)
			settled[m.Topic] = true
		}
	}
	require.Len(t, settled, maxDebts)
}
