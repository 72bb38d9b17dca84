package bench

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"muster/ent/importrun"
	"muster/internal/people"
	"muster/internal/transfer"
	"muster/internal/vocabulary"
)

// importRows is how many people the imported files have, at most.
const importRows = 20_000

// What somebody would write instead of an import: the file into a table of their own, and on into one table of people. No groups
// follow, nothing is rejected by its row, and nobody can tell who changed what.
const (
	createPlain = `CREATE TABLE plain (email text PRIMARY KEY, name text, title text, department text, location text, country text)`
	createFile  = `CREATE TEMPORARY TABLE file (email text, name text, title text, department text, location text, country text)`
	upsertFile  = `INSERT INTO plain SELECT * FROM file ON CONFLICT (email) DO UPDATE SET
		name = excluded.name, title = excluded.title, department = excluded.department, location = excluded.location, country = excluded.country`
	upsertRow = `INSERT INTO plain VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO UPDATE SET
		name = excluded.name, title = excluded.title, department = excluded.department, location = excluded.location, country = excluded.country`
)

// imports brings in new people as CSV, with every group live, and compares with loading the same file by hand.
func (r *run) imports(ctx context.Context) error {
	rows := min(importRows, r.Employees)
	var file strings.Builder
	file.WriteString("email,name,title,department,location,country\n")
	for i := range rows {
		fmt.Fprintf(&file, "new%d@bench.example,Newcomer %d,%s,Division %d/Part %d,%s,%s\n",
			i, i, titles[i%len(titles)], 1+i%divisions, 1+i%units, locations[i%len(locations)], countries[i%len(countries)])
	}
	log := slog.New(slog.DiscardHandler)
	service := transfer.New(r.db, people.New(r.db, r.engine, &vocabulary.Keeper{}, r.clock.now), r.activity, r.broker, r.clock.now, log)
	bring := func(accepted int) (time.Duration, error) {
		return took(func() error {
			u := transfer.Upload{Kind: importrun.KindEMPLOYEES, Format: transfer.CSV, Body: strings.NewReader(file.String())}
			done, err := service.Import(r.sender(ctx), u)
			if err == nil && (done.Accepted != accepted || done.Rejected > 0) {
				err = fmt.Errorf("%d people of %d were accepted, %d rejected", done.Accepted, rows, done.Rejected)
			}
			return err
		})
	}
	first, err := bring(rows)
	if err != nil {
		return err
	}
	again, err := bring(0)
	if err != nil {
		return err
	}
	copied, each, err := r.byHand(ctx, file.String())
	if err != nil {
		return err
	}
	rate := func(d time.Duration) string { return thousands(int(float64(rows) / d.Seconds())) }
	r.notef("import of new people, and of the same again", "%s and %s rows/s: %.1f times as long as COPY and one upsert without groups (%s rows/s), %.2f times as long as an upsert a row (%s rows/s)",
		rate(first), rate(again), float64(first)/float64(copied), rate(copied), float64(first)/float64(each), rate(each))
	return nil
}

// byHand loads a file into a plain table by COPY and one statement, and into another by a statement for each row.
func (r *run) byHand(ctx context.Context, file string) (copied, each time.Duration, err error) {
	conn, err := r.db.Pool().Acquire(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, createPlain); err != nil {
		return 0, 0, err
	}
	copied, err = took(func() error {
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, createFile); err != nil {
				return err
			}
			if _, err := tx.Conn().PgConn().CopyFrom(ctx, bytes.NewBufferString(file), "COPY file FROM STDIN (FORMAT csv, HEADER)"); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, upsertFile)
			return err
		})
	})
	if err != nil {
		return 0, 0, err
	}
	if _, err := conn.Exec(ctx, "TRUNCATE plain"); err != nil {
		return 0, 0, err
	}
	lines := slices.Collect(strings.Lines(file))[1:]
	each, err = took(func() error {
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			for _, line := range lines {
				cells := strings.Split(strings.TrimSpace(line), ",")
				if _, err := tx.Exec(ctx, upsertRow, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return copied, each, err
}
