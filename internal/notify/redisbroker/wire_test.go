package redisbroker

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/notify"
)

func TestMessagesSurviveTheWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := notify.Message{
			Topic:   notify.GroupReady(5),
			Version: rapid.Int64().Draw(t, "version"),
			Payload: rapid.SliceOf(rapid.Byte()).Draw(t, "payload"),
		}
		got, err := decode(m.Topic, string(encode(m)))
		require.NoError(t, err)
		require.Equal(t, m, got)
	})
	missed := notify.Message{Topic: notify.GroupReady(5), Missed: true}
	got, err := decode(missed.Topic, string(encode(missed)))
	require.NoError(t, err)
	require.Equal(t, missed, got)
}

func TestWhatIsNoMessageIsRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "1", "x {}", " {}", "1.5 {}", "99999999999999999999 {}", "missed ", "1 " + strings.Repeat("x", notify.MaxPayload+1),
	} {
		_, err := decode(notify.GroupReady(5), text)
		require.Error(t, err, "%.20q", text)
	}
}
