package transfer

import (
	"context"
	"errors"
	"io"
	"slices"

	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/transfer/rows"
)

// maxBatchBytes bounds a batch whose rows are large, in bytes of the upload.
const maxBatchBytes = 4 << 20

// batch is what was read and not yet handed on.
type batch[R any] struct {
	rows  []R
	lines []int // of the rows
	bad   []rejection
	size  int
}

// rejection is a row that was not taken.
type rejection struct {
	line    int
	code    errs.Code
	message string
}

// batches reads to the end, and hands batches of at most limit rows on. Where reading ends early, what was read since the
// last batch is dropped.
func batches[R any](ctx context.Context, r *run, from rows.Reader[R], limit int, send sender[R]) error {
	var b batch[R]
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := from.Next()
		if errors.Is(err, io.EOF) {
			return b.flush(ctx, r, send)
		}
		if err != nil {
			return err
		}
		b.add(row)
		if len(b.rows)+len(b.bad) == limit || b.size >= maxBatchBytes {
			if err := b.flush(ctx, r, send); err != nil {
				return err
			}
		}
	}
}

func (b *batch[R]) add(row rows.Row[R]) {
	b.size += row.Size
	if row.Bad != nil {
		b.bad = append(b.bad, rejection{row.Line, row.Bad.Code, row.Bad.Message})
		return
	}
	b.rows, b.lines = append(b.rows, row.Value), append(b.lines, row.Line)
}

// flush hands the batch on and writes down what became of it. A batch that was begun is written to its end, whoever goes
// meanwhile.
func (b *batch[R]) flush(ctx context.Context, r *run, send sender[R]) error {
	ctx = context.WithoutCancel(ctx)
	var result bulk.Result
	if len(b.rows) > 0 {
		var err error
		if result, err = send(ctx, b.rows); err != nil {
			return err
		}
	}
	for _, rejected := range result.Rejected {
		b.bad = append(b.bad, rejection{b.lines[rejected.Index], rejected.Code, rejected.Message})
	}
	slices.SortStableFunc(b.bad, func(one, other rejection) int { return one.line - other.line })
	err := r.add(ctx, result.Accepted, result.Unchanged, b.bad)
	clear(b.rows) // what the rows point at
	b.rows, b.lines, b.bad, b.size = b.rows[:0], b.lines[:0], b.bad[:0], 0
	return err
}
