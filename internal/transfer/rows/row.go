package rows

import (
	"strconv"

	"muster/internal/errs"
)

const (
	// MaxRow bounds one row, in bytes.
	MaxRow = 64 << 10
	// MaxColumns bounds the columns of a CSV file.
	MaxColumns = 200
)

// Row is one row of an upload.
type Row[R any] struct {
	Line  int // where it begins, from 1
	Size  int // about how much it takes, in bytes
	Value R
	Bad   *errs.Error // why it cannot be used; Value is not complete then
}

// Reader gives rows until io.EOF. A reading that cannot go on ends with an *errs.Error, or with the source's own error as
// it is.
type Reader[R any] interface {
	Next() (Row[R], error)
}

func invalid(format string, args ...any) *errs.Error {
	return errs.New(errs.CodeInvalid, format, args...)
}

// bad says why a row cannot be used: err is what a field's reading gave.
func bad(err error) *errs.Error {
	coded, ok := err.(*errs.Error) //nolint:errorlint // fields give nothing else, unwrapped
	if !ok {
		return invalid("%s", err)
	}
	return coded
}

// errTooLong is a row beyond MaxRow that begins at or after the line.
func errTooLong(line int) *errs.Error {
	return errs.New(errs.CodeTooLarge, "the row after line %s is longer than %d bytes: is a quote missing?", strconv.Itoa(line), MaxRow)
}
