package mailtest

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Parts gives the message's alternatives, decoded, by their media type.
func Parts(t testing.TB, raw string) map[string]string {
	t.Helper()
	message, err := netmail.ReadMessage(strings.NewReader(raw))
	require.NoError(t, err)
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/alternative", kind)
	reader := multipart.NewReader(message.Body, parameters["boundary"])
	parts := map[string]string{}
	for {
		part, err := reader.NextPart() // decodes quoted-printable
		if errors.Is(err, io.EOF) {
			return parts
		}
		require.NoError(t, err)
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		require.NoError(t, err)
		body, err := io.ReadAll(part)
		require.NoError(t, err)
		parts[kind] = strings.ReplaceAll(string(body), "\r\n", "\n")
	}
}

// Header gives a header's words, decoded.
func Header(t testing.TB, header netmail.Header, name string) string {
	t.Helper()
	words, err := (&mime.WordDecoder{}).DecodeHeader(header.Get(name))
	require.NoError(t, err)
	return words
}
