package gqlws

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestOutbox: it gives back what it took, in order, and never holds more than its limit behind the first.
func TestOutbox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		box := outbox{limit: rapid.IntRange(1, 50).Draw(t, "limit")}
		var model [][]byte
		behindFirst := func() (n int) {
			for _, m := range model[min(1, len(model)):] {
				n += len(m)
			}
			return n
		}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				m := rapid.SliceOfN(rapid.Byte(), 1, 80).Draw(t, "message")
				fits := len(model) == 0 || behindFirst()+len(m) <= box.limit
				require.Equal(t, fits, box.add(m))
				if fits {
					model = append(model, m)
				}
			},
			"take": func(t *rapid.T) {
				m, ok := box.take()
				require.Equal(t, len(model) > 0, ok)
				if ok {
					require.Equal(t, model[0], m)
					model = model[1:]
				}
			},
			"": func(t *rapid.T) {
				require.LessOrEqual(t, behindFirst(), box.limit)
				require.Equal(t, len(model) == 0, box.bytes == 0)
			},
		})
	})
}
