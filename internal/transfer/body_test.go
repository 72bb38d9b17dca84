package transfer

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"muster/internal/errs"
)

func packed(t *testing.T, text []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func unpack(from io.Reader) ([]byte, error) {
	return io.ReadAll(&unpacked{packed: &arriving{from: from}})
}

func TestGzip(t *testing.T) {
	text := []byte(strings.Repeat("ana@acme.test,Ana\n", 1000))
	got, err := unpack(bytes.NewReader(packed(t, text)))
	require.NoError(t, err)
	require.Equal(t, text, got)

	_, err = unpack(strings.NewReader("no gzip at all"))
	require.Equal(t, errs.CodeInvalid, errs.CodeOf(err))
	whole := packed(t, text)
	_, err = unpack(bytes.NewReader(whole[:len(whole)-9]))
	require.EqualError(t, err, "INVALID: the gzip data ends too early")
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-5] ^= 1 // the checksum
	_, err = unpack(bytes.NewReader(damaged))
	require.EqualError(t, err, "INVALID: the data is not gzip, or damaged")
}

func TestABombIsRefusedBeforeItUnfolds(t *testing.T) {
	bomb := packed(t, make([]byte, 64<<20))
	require.Less(t, len(bomb), 100<<10)
	got, err := unpack(bytes.NewReader(bomb))
	require.Equal(t, errs.CodeTooLarge, errs.CodeOf(err))
	require.Less(t, len(got), 16<<20)
}

func TestAnUploadThatBreaksOffSaysSo(t *testing.T) {
	whole := packed(t, []byte(strings.Repeat("x", 1<<20)))
	gone := errors.New("connection reset")
	_, err := unpack(io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), iotest.ErrReader(gone)))
	require.ErrorIs(t, err, errBrokenOff)
	a := &arriving{from: iotest.ErrReader(io.ErrUnexpectedEOF)}
	for range 2 { // again and again
		_, err = a.Read(make([]byte, 1))
		require.ErrorIs(t, err, errBrokenOff)
	}
}

func TestAnUploadIsBounded(t *testing.T) {
	_, err := io.ReadAll(&bounded{from: strings.NewReader("12345"), left: 5})
	require.NoError(t, err)
	_, err = io.ReadAll(&bounded{from: strings.NewReader("123456"), left: 5})
	require.Equal(t, errs.CodeTooLarge, errs.CodeOf(err))
}
