package rows

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"muster/internal/errs"
)

var byteOrderMark = []byte("\ufeff")

// ndjson reads one JSON object from each line; empty lines are passed over.
type ndjson[R any] struct {
	kind   Kind[R]
	lines  *bufio.Reader
	line   int
	fields map[string]Field[R]
}

// NDJSON reads lines of JSON objects.
func (k Kind[R]) NDJSON(from io.Reader) Reader[R] {
	r := &ndjson[R]{kind: k, lines: bufio.NewReaderSize(from, MaxRow+1), fields: map[string]Field[R]{}}
	for _, f := range k.Fields {
		r.fields[f.name] = f
	}
	return r
}

// Next implements Reader.
func (r *ndjson[R]) Next() (Row[R], error) {
	for {
		line, tooLong, err := r.read()
		if err != nil {
			return Row[R]{}, err
		}
		r.line++
		if r.line == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		if line = bytes.TrimSpace(line); len(line) == 0 && !tooLong {
			continue
		}
		row := Row[R]{Line: r.line, Size: len(line)}
		if tooLong {
			row.Bad = errs.New(errs.CodeTooLarge, "the line is longer than %d bytes", MaxRow)
		} else if err := r.decode(line, &row.Value); err != nil {
			row.Bad = bad(err)
		}
		return row, nil
	}
}

// read gives the next line, which is valid until the next call. A line that is too long is read over.
func (r *ndjson[R]) read() (line []byte, tooLong bool, err error) {
	line, err = r.lines.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) {
		tooLong = true
		line, err = r.lines.ReadSlice('\n')
	}
	if errors.Is(err, io.EOF) && (len(line) > 0 || tooLong) {
		err = nil // the last line need not end; the next call gives EOF again
	}
	return line, tooLong, err
}

func (r *ndjson[R]) decode(line []byte, into *R) error {
	if !utf8.Valid(line) {
		return invalid("the line is not UTF-8")
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil || object == nil {
		return invalid("the line is not a JSON object")
	}
	var unknown []string
	for name := range object {
		if _, ok := r.fields[name]; !ok {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return invalid("unknown fields: %s", quoted(unknown))
	}
	for _, f := range r.kind.Fields {
		raw, ok := object[f.name]
		if !ok && f.required {
			return invalid("%s is missing", f.name)
		}
		if !ok {
			continue
		}
		if err := f.json(into, raw); err != nil {
			return err
		}
	}
	return nil
}

// quoted lists names for a message, the first few of them.
func quoted(names []string) string {
	const few = 10
	var list strings.Builder
	for i, name := range names[:min(few, len(names))] {
		if i > 0 {
			list.WriteString(", ")
		}
		list.WriteString(clipped(name))
	}
	if len(names) > few {
		list.WriteString(" and others")
	}
	return list.String()
}
