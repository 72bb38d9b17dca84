package transfer

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/auditentry"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
)

// Audit gives the organization's audit log, the newest first: as CSV, or as one JSON object on each line. What is recorded
// while it is sent is not in it. It needs the role ADMIN.
func (s *Service) Audit(ctx context.Context, f audit.Filter, format Format) (Download, error) {
	who, err := auth.Require(ctx, auth.Admin)
	if err != nil {
		return Download{}, err
	}
	if err := f.Validate(); err != nil {
		return Download{}, err
	}
	log := &auditLog{query: s.db.Read(ctx).AuditEntry.Query().Where(f.Conditions()...)}
	begin := func(ctx context.Context) error {
		return s.record(ctx, audit.Entry{
			Action: audit.AuditExported, Subject: organization(who),
			Details: map[string]any{"format": format, "filter": f},
		})
	}
	switch format {
	case CSV:
		return csvFile(auditName, table{header: auditHeader, next: log.rows}, begin), nil
	case NDJSON:
		return Download{Name: auditName, Ending: ".ndjson", Type: "application/x-ndjson", begin: begin, write: log.writeLines}, nil
	}
	return Download{}, errs.New(errs.CodeInvalid, "the audit log comes as CSV or NDJSON")
}

const auditName = "audit log"

// auditLine is an entry as it leaves the house.
type auditLine struct {
	ID          string         `json:"id"`
	At          string         `json:"at"`
	Actor       string         `json:"actor"`
	ActorID     *string        `json:"actorId"`
	Source      string         `json:"source"`
	Action      string         `json:"action"`
	SubjectKind string         `json:"subjectKind"`
	SubjectID   *string        `json:"subjectId"`
	SubjectName string         `json:"subjectName"`
	Details     map[string]any `json:"details"`
}

var auditHeader = []string{"Time", "Actor", "Actor ID", "Source", "Action", "Subject Kind", "Subject ID", "Subject Name", "Details", "Entry"}

func lineOf(e *ent.AuditEntry) auditLine {
	line := auditLine{
		ID: ids.Format(ids.AuditEntry, e.ID), At: criteria.Instant(e.At).Time().Format(time.RFC3339Nano), Actor: e.Actor,
		Source: string(e.Source), Action: e.Action,
		SubjectKind: e.SubjectKind, SubjectID: audit.SubjectID(e.SubjectKind, e.SubjectID), SubjectName: e.SubjectName, Details: e.Details,
	}
	if e.ActorID != nil {
		line.ActorID = new(ids.Format(ids.APIKey, *e.ActorID))
	}
	return line
}

// auditLog reads the log page by page, downwards.
type auditLog struct {
	query *ent.AuditEntryQuery
	last  *ent.AuditEntry // that was read
}

func (l *auditLog) next(ctx context.Context, limit int) ([]*ent.AuditEntry, error) {
	page := l.query.Clone().Order(auditentry.ByAt(sql.OrderDesc()), auditentry.ByID(sql.OrderDesc())).Limit(limit)
	if l.last != nil {
		// The first condition says nothing new: it lets the index begin where the last page ended.
		page = page.Where(auditentry.AtLTE(l.last.At), auditentry.Or(auditentry.AtLT(l.last.At), auditentry.IDLT(l.last.ID)))
	}
	found, err := page.All(ctx)
	if len(found) > 0 {
		l.last = found[len(found)-1]
	}
	return found, err
}

func (l *auditLog) rows(ctx context.Context, limit int) ([][]string, error) {
	found, err := l.next(ctx, limit)
	rows := make([][]string, len(found))
	for i, e := range found {
		line := lineOf(e)
		details, err := json.Marshal(line.Details)
		if err != nil {
			return nil, err
		}
		rows[i] = []string{
			line.At, line.Actor, orEmpty(line.ActorID), line.Source, line.Action, line.SubjectKind, orEmpty(line.SubjectID),
			line.SubjectName, string(details), line.ID,
		}
	}
	return rows, err
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func (l *auditLog) writeLines(ctx context.Context, to io.Writer) error {
	out := bufio.NewWriter(to)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for more := true; more; {
		found, err := l.next(ctx, pageRows)
		if err != nil {
			return err
		}
		for _, e := range found {
			if err := lines.Encode(lineOf(e)); err != nil {
				return err
			}
		}
		more = len(found) == pageRows
	}
	return out.Flush()
}
