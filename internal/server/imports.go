package server

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"muster/ent"
	"muster/ent/importrun"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/transfer"
	"muster/internal/transfer/gophish"
)

// formats are the Content-Types of uploads.
var formats = map[string]transfer.Format{
	"text/csv":             transfer.CSV,
	"application/x-ndjson": transfer.NDJSON,
	"application/ndjson":   transfer.NDJSON,
	"application/jsonl":    transfer.NDJSON,
	"application/json":     transfer.JSON,
}

// importOf takes rows of one kind.
func (s *Server) importOf(kind importrun.Kind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u, err := uploadOf(w, r, transfer.CSV, transfer.NDJSON)
		if err != nil {
			answer(w, err)
			return
		}
		u.Kind = kind
		row, err := s.options.Transfers.Import(r.Context(), u)
		s.answerImport(w, r, row, err)
	}
}

// importGophish takes a campaign that Gophish exported.
func (s *Server) importGophish(w http.ResponseWriter, r *http.Request) {
	u, err := uploadOf(w, r, transfer.CSV, transfer.JSON)
	if err != nil {
		answer(w, err)
		return
	}
	query := r.URL.Query()
	var number int64
	if given := query.Get("campaignId"); given != "" {
		if number, err = strconv.ParseInt(given, 10, 64); err != nil || number <= 0 {
			answer(w, errs.New(errs.CodeInvalid, "campaignId: %.40q is not a campaign's number", given))
			return
		}
	}
	row, err := s.options.Transfers.ImportGophish(r.Context(), u, query.Get("campaign"), number)
	s.answerImport(w, r, row, err)
}

// uploadOf reads what the headers and the query say of an upload.
func uploadOf(w http.ResponseWriter, r *http.Request, offered ...transfer.Format) (u transfer.Upload, err error) {
	u.Body = upload(w, r)
	if r.ContentLength >= 0 {
		u.Size = &r.ContentLength
	}
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	u.Format = formats[kind]
	if err != nil || !slices.Contains(offered, u.Format) {
		return u, errs.New(errs.CodeInvalid, "Content-Type: one of %s was expected", typesOf(offered))
	}
	if charset := parameters["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return u, errs.New(errs.CodeInvalid, "Content-Type: the charset has to be utf-8")
	}
	switch encoding := strings.ToLower(r.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip":
		u.Gzip = true
	default:
		return u, errs.New(errs.CodeInvalid, "Content-Encoding: %.40q is not gzip", encoding)
	}
	switch given := r.URL.Query().Get("dryRun"); given {
	case "", "false":
	case "true":
		u.DryRun = true
	default:
		return u, errs.New(errs.CodeInvalid, "dryRun: %.40q is neither true nor false", given)
	}
	return u, nil
}

func typesOf(offered []transfer.Format) string {
	var names []string
	for name, format := range formats {
		if slices.Contains(offered, format) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// importAnswer is what became of an import; Errors says why it failed, in the form that all errors have.
type importAnswer struct {
	ID        string           `json:"id"`
	Status    importrun.Status `json:"status"`
	DryRun    bool             `json:"dryRun"`
	Rows      int              `json:"rows"`
	Accepted  int              `json:"accepted"`
	Unchanged int              `json:"unchanged"`
	Rejected  int              `json:"rejected"`
	ReportURL *string          `json:"reportUrl"`
	Errors    []problem        `json:"errors,omitempty"`
}

// answerImport tells what became of an import that was begun, or why none was.
func (s *Server) answerImport(w http.ResponseWriter, r *http.Request, row *ent.ImportRun, err error) {
	status := http.StatusOK
	if err != nil {
		s.logFault(r, err)
		if row == nil {
			answer(w, err)
			return
		}
	}
	body := importAnswer{
		ID: ids.Format(ids.Import, row.ID), Status: row.Status, DryRun: row.DryRun,
		Rows: row.RowCount, Accepted: row.Accepted, Unchanged: row.Unchanged, Rejected: row.Rejected, ReportURL: transfer.ReportURL(row),
	}
	if err != nil {
		var shown problem
		shown, status = problemOf(err)
		body.Errors = []problem{shown}
	}
	writeJSON(w, status, body)
}

// maxWebhook bounds a message of Gophish's webhook, in bytes: it carries what was typed into a form.
const maxWebhook = 1 << 20

// gophishWebhook takes one message, signed for the address that it was sent to.
func (s *Server) gophishWebhook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhook))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		answer(w, errs.New(errs.CodeTooLarge, "the message is larger than %d bytes", maxWebhook))
		return
	}
	if err != nil {
		answer(w, errs.New(errs.CodeInvalid, "the message did not arrive whole"))
		return
	}
	ctx, err := s.options.Transfers.OpenGophish(r.Context(), r.URL.Query().Get("address"), r.Header.Get(gophish.SignatureHeader), body)
	if err != nil {
		s.logFault(r, err)
		answer(w, err)
		return
	}
	note(ctx)
	result, err := s.options.Transfers.ReceiveGophish(ctx, body)
	if err != nil {
		s.logFault(r, err)
		answer(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]int{"accepted": result.Accepted, "unchanged": result.Unchanged})
}

// logFault writes down what the client is not shown.
func (s *Server) logFault(r *http.Request, err error) {
	if errs.CodeOf(err) == errs.CodeInternal {
		s.options.Log.ErrorContext(r.Context(), "a transfer failed", "path", r.URL.Path, "error", err)
	}
}
