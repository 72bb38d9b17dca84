package transfer

import (
	"compress/gzip"
	"errors"
	"io"
	"sync/atomic"

	"muster/internal/errs"
)

const (
	// MaxBytes bounds an upload, in bytes of rows.
	MaxBytes = 16 << 30
	// maxRatio bounds how many bytes may come out of one of gzip's. Files of facts stay below 40; what was made to fill a
	// disk comes close to 1000.
	maxRatio = 200
	// freeBytes may come out whatever the ratio: small files of much the same rows are no attack.
	freeBytes = 4 << 20
)

// errBrokenOff is the end of an upload before its end.
var errBrokenOff = errors.New("transfer: the upload broke off")

// arriving counts an upload's bytes as they arrive, and marks the source's own failures as its own.
type arriving struct {
	from io.Reader
	took atomic.Int64
	err  error // stays: some readers ask again
}

func (a *arriving) Read(p []byte) (int, error) {
	if a.err != nil {
		return 0, a.err
	}
	n, err := a.from.Read(p)
	a.took.Add(int64(n))
	if err != nil && !errors.Is(err, io.EOF) {
		err = errors.Join(errBrokenOff, err)
	}
	a.err = err
	return n, err
}

// unpacked is what comes out of gzip, as far as it comes out of a reasonable amount.
type unpacked struct {
	packed *arriving
	gzip   *gzip.Reader
	given  int64
}

func (u *unpacked) Read(p []byte) (int, error) {
	if u.gzip == nil {
		opened, err := gzip.NewReader(u.packed)
		if err != nil {
			return 0, gzipError(err)
		}
		u.gzip = opened
	}
	n, err := u.gzip.Read(p)
	u.given += int64(n)
	if u.given > freeBytes && u.given > maxRatio*u.packed.took.Load() {
		return 0, errs.New(errs.CodeTooLarge, "more than %d bytes come out of each byte of gzip", maxRatio)
	}
	return n, gzipError(err)
}

// gzipError says what is wrong with the data, where it is the data.
func gzipError(err error) error {
	if err == nil || errors.Is(err, errBrokenOff) || errors.Is(err, io.EOF) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errs.New(errs.CodeInvalid, "the gzip data ends too early")
	}
	return errs.New(errs.CodeInvalid, "the data is not gzip, or damaged")
}

// bounded ends an upload that is larger than MaxBytes.
type bounded struct {
	from io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, errs.New(errs.CodeTooLarge, "the upload is larger than %d bytes", int64(MaxBytes))
	}
	n, err := b.from.Read(p)
	b.left -= int64(n)
	return n, err
}
