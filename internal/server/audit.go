package server

import (
	"net/http"
	"net/url"
	"time"

	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/transfer"
)

// auditFormats are how the audit log comes: as CSV unless told otherwise.
var auditFormats = map[string]transfer.Format{"csv": transfer.CSV, "ndjson": transfer.NDJSON}

// auditLog sends the audit log, narrowed by the query's parameters.
func (s *Server) auditLog(w http.ResponseWriter, r *http.Request) {
	filter, format, err := auditQuery(r.URL.Query())
	if err != nil {
		answer(w, err)
		return
	}
	d, err := s.options.Transfers.Audit(r.Context(), filter, format)
	s.download(w, r, d, err)
}

// auditQuery reads the parameters of /export/audit. One that it does not know is refused: a misspelt filter would let everything
// out.
func auditQuery(query url.Values) (f audit.Filter, format transfer.Format, err error) {
	format = transfer.CSV
	for name, values := range query {
		if name != "action" && len(values) > 1 {
			return f, format, errs.New(errs.CodeInvalid, "%s: once is enough", name)
		}
		switch value := values[0]; name {
		case "format":
			given, known := auditFormats[value]
			if format = given; !known {
				return f, format, errs.New(errs.CodeInvalid, "format: %.40q is neither csv nor ndjson", value)
			}
		case "actor":
			f.Actor = &value
		case "source":
			f.Source = auth.Source(value)
		case "action":
			for _, action := range values {
				f.Actions = append(f.Actions, audit.Action(action))
			}
		case "subject":
			f.Subject = &value
		case "from":
			f.From, err = timeOf(name, value)
		case "until":
			f.Until, err = timeOf(name, value)
		default:
			err = errs.New(errs.CodeInvalid, "%.40q is not a parameter of this", name)
		}
		if err != nil {
			return f, format, err
		}
	}
	return f, format, nil
}

func timeOf(name, value string) (*time.Time, error) {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return nil, errs.New(errs.CodeInvalid, "%s: %.40q is not a time such as 2026-05-20T09:30:00Z", name, value)
	}
	return &at, nil
}
