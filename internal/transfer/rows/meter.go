package rows

import (
	"errors"
	"io"
)

// ErrTooLong is what a Meter gives where more is read than was allowed.
var ErrTooLong = errors.New("rows: longer than allowed")

// Meter bounds what is read from a source between two calls of Allow. Libraries that parse would collect a gigabyte behind a
// quote that is not closed.
type Meter struct {
	From io.Reader
	left int
}

// readAhead is what buffers may read of what comes next.
const readAhead = 4 << 10

// Allow lets about that many bytes be read from here on.
func (m *Meter) Allow(bytes int) { m.left = bytes + readAhead }

func (m *Meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, ErrTooLong
	}
	n, err := m.From.Read(p[:min(len(p), m.left)])
	m.left -= n
	return n, err
}
