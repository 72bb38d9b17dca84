package transfer

import (
	"bufio"
	"context"
	"errors"
	"io"

	"muster/ent"
	"muster/ent/importrun"
	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/people"
	"muster/internal/transfer/gophish"
	"muster/internal/transfer/rows"
)

// Format is how an upload's rows are written.
type Format string

const (
	CSV    Format = "CSV"
	NDJSON Format = "NDJSON"
	JSON   Format = "JSON" // Gophish's alone
)

// Upload is what is to be imported.
type Upload struct {
	Kind   importrun.Kind
	Format Format
	Gzip   bool
	DryRun bool
	// Size is how many bytes Body has, nil where that is not known.
	Size *int64
	Body io.Reader
}

// opener begins to read rows; what it refuses is refused before anything is written.
type opener[R any] func(io.Reader) (rows.Reader[R], error)

// sender hands rows on, or says what would become of them.
type sender[R any] func(context.Context, []R) (bulk.Result, error)

// Import reads an upload to its end. Its error says why not: nothing was written where there is no import beside it, and
// whole batches where there is a failed one. It needs the role OPERATOR.
//
// ctx ends the reading between two batches, with its cause as the reason.
func (s *Service) Import(ctx context.Context, u Upload) (*ent.ImportRun, error) {
	switch u.Kind {
	case importrun.KindEMPLOYEES:
		return imported(ctx, s, u, source(u), open(rows.Employees, u.Format), people.MaxRows, pick(u.DryRun, s.people.Rehearse, s.people.Upsert))
	case importrun.KindSIMULATIONS:
		return imported(ctx, s, u, source(u), open(rows.Simulations, u.Format), activity.MaxRows,
			pick(u.DryRun, s.activity.RehearseSimulations, s.activity.RecordSimulations))
	case importrun.KindTRAININGS:
		return imported(ctx, s, u, source(u), open(rows.Trainings, u.Format), activity.MaxRows,
			pick(u.DryRun, s.activity.RehearseTrainings, s.activity.RecordTrainings))
	}
	return nil, errs.New(errs.CodeInvalid, "%.40q is no kind of an import", u.Kind)
}

// ImportGophish imports a campaign that Gophish exported, as Import does. campaign and number say what the export leaves
// out: the campaign's name ("": the one known so far) and its number in Gophish (0: the export has it).
func (s *Service) ImportGophish(ctx context.Context, u Upload, campaign string, number int64) (*ent.ImportRun, error) {
	u.Kind = importrun.KindSIMULATIONS
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	o := gophish.Options{Campaign: campaign, CampaignID: number, Known: func(campaign int64) (string, error) {
		return s.gophishCampaign(ctx, who.OrganizationID, campaign)
	}}
	read := func(from io.Reader) (rows.Reader[activity.SimulationInput], error) {
		if u.Format == CSV {
			return gophish.CSV(from, o)
		}
		return gophish.JSON(from, o), nil
	}
	return imported(ctx, s, u, importrun.SourceGOPHISH, read, activity.MaxRows,
		pick(u.DryRun, s.activity.RehearseSimulations, s.activity.RecordSimulations))
}

// ReportURL is where the rejected rows of an import are, nil where there are none.
func ReportURL(row *ent.ImportRun) *string {
	if row.Rejected == 0 {
		return nil
	}
	url := "/import/" + ids.Format(ids.Import, row.ID) + "/report.csv"
	return &url
}

func source(u Upload) importrun.Source { return importrun.Source(u.Format) }

func open[R any](k rows.Kind[R], f Format) opener[R] {
	if f == CSV {
		return k.CSV
	}
	return func(from io.Reader) (rows.Reader[R], error) { return k.NDJSON(from), nil }
}

func pick[R any](dryRun bool, rehearse, write sender[R]) sender[R] {
	if dryRun {
		return rehearse
	}
	return write
}

// readAtOnce is how much is asked of a connection at once, in bytes.
const readAtOnce = 64 << 10

func imported[R any](
	ctx context.Context, s *Service, u Upload, from importrun.Source, open opener[R], limit int, send sender[R],
) (*ent.ImportRun, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	ctx = auth.Through(ctx, auth.FromImport)
	leave, err := s.places.take(who.OrganizationID)
	if err != nil {
		return nil, err
	}
	defer leave()
	body := &arriving{from: bufio.NewReaderSize(u.Body, readAtOnce)}
	var whole io.Reader = body
	if u.Gzip {
		whole = &unpacked{packed: body}
	}
	reader, err := open(&bounded{from: whole, left: MaxBytes})
	if err != nil {
		return nil, reason(ctx, err)
	}
	r, err := s.begin(ctx, u, from, body)
	if err != nil {
		return nil, err
	}
	stop := r.beat(ctx)
	err = batches(ctx, r, reader, limit, send)
	stop()
	return r.finish(ctx, reason(ctx, err))
}

// reason makes an error of reading fit for the caller to read; what is a fault of ours stays as it is.
func reason(ctx context.Context, err error) error {
	var coded *errs.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && errors.As(context.Cause(ctx), &coded):
		return coded
	case ctx.Err() != nil, errors.Is(err, errBrokenOff):
		return errs.New(errs.CodeUnavailable, "the upload broke off: send it again, and what has been imported stays unchanged")
	}
	return err
}
