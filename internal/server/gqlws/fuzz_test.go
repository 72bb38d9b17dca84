package gqlws

import (
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

// FuzzMessages says arbitrary text, a message per line, on an authenticated connection. Whatever it is, the server
// answers a last ping or has closed with a code of the protocol, and the connection ends.
func FuzzMessages(f *testing.F) {
	for _, seed := range []string{
		`{"type":"ping"}`,
		`{"type":"pong","payload":{}}`,
		`{"id":"1","type":"subscribe","payload":{"query":"{hello}"}}`,
		`{"id":"1","type":"subscribe","payload":{"query":"subscription{feed}"}}` + "\n" + `{"id":"1","type":"complete"}`,
		`{"id":"1","type":"subscribe","payload":{"query":"query($n:String){hello(name:$n)}","variables":{"n":1e999}}}`,
		`{"id":"1","type":"subscribe","payload":{"query":"subscription{breaks}"}}` + "\n" + `{"type":"connection_init"}`,
		"{\"type\":\"\\u0000\"}",
		`[[[[[`,
		"\xff\xfe",
	} {
		f.Add(seed)
	}
	s := serve(f, Config{ReadLimit: 1 << 16})
	allowed := map[int]bool{CloseMalformed: true, CloseDuplicate: true, CloseTooManyInits: true, websocket.CloseMessageTooBig: true}
	f.Fuzz(func(t *testing.T, text string) {
		c := s.connect(t)
		for line := range strings.Lines(text) {
			_ = c.conn.WriteMessage(websocket.TextMessage, []byte(line)) // it may have closed already
		}
		_ = c.conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping","payload":{"last":true}}`))
		for {
			_, data, err := c.conn.ReadMessage()
			if err != nil {
				var closing *websocket.CloseError
				require.ErrorAs(t, err, &closing)
				require.True(t, allowed[closing.Code], "closed with %d", closing.Code)
				break
			}
			if string(data) == `{"type":"pong","payload":{"last":true}}` {
				break
			}
		}
		require.NoError(t, c.conn.Close())
		wait(t, s.ended, "the connection to end")
	})
}
