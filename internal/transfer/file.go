package transfer

import (
	"context"
	"encoding/csv"
	"io"

	"muster/internal/audit"
	"muster/internal/storage"
	"muster/internal/transfer/sheet"
)

// pageRows is how many rows of a download are in memory at once.
const pageRows = 2000

// Download is a file that is made while it is sent.
type Download struct {
	// Name is the file's, without its ending. Whoever named what it is about may have written anything into it.
	Name   string
	Ending string // such as ".csv"
	Type   string // its Content-Type

	begin func(ctx context.Context) error // runs before the first byte; nil: nothing to do
	write func(ctx context.Context, to io.Writer) error
}

// Write sends the file. What was sent before an error is not the whole file.
func (d Download) Write(ctx context.Context, to io.Writer) error {
	if d.begin != nil {
		if err := d.begin(ctx); err != nil {
			return err
		}
	}
	return d.write(ctx, to)
}

// table is what a CSV file is made of.
type table struct {
	header  []string
	next    func(ctx context.Context, limit int) ([][]string, error) // the rows after those that it gave; fewer than limit: the last
	closing func() []string                                          // a last row; nil, or giving nil: there is none
}

// csvFile is a table by RFC 4180, in UTF-8.
func csvFile(name string, t table, begin func(context.Context) error) Download {
	return Download{Name: name, Ending: ".csv", Type: "text/csv; charset=utf-8; header=present", begin: begin, write: t.write}
}

func (t table) write(ctx context.Context, to io.Writer) error {
	file := csv.NewWriter(to)
	file.UseCRLF = true
	if err := file.Write(t.header); err != nil {
		return err
	}
	for more := true; more; {
		rows, err := t.next(ctx, pageRows)
		if err != nil {
			return err
		}
		for _, row := range rows {
			for i, cell := range row {
				row[i] = sheet.Write(cell)
			}
			if err := file.Write(row); err != nil {
				return err
			}
		}
		more = len(rows) == pageRows
	}
	if t.closing != nil {
		if row := t.closing(); row != nil {
			if err := file.Write(row); err != nil {
				return err
			}
		}
	}
	file.Flush()
	return file.Error()
}

// record writes into the audit log what leaves the house, before it does.
func (s *Service) record(ctx context.Context, entry audit.Entry) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return audit.Record(ctx, tx, entry) })
}
