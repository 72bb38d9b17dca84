package server

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"muster/internal/ids"
	"muster/internal/transfer"
)

// members sends a group's members as CSV.
func (s *Server) members(w http.ResponseWriter, r *http.Request) {
	number, _ := ids.Parse(ids.Group, r.PathValue("id")) // 0, which no row has, for what is no id
	d, err := s.options.Transfers.Members(r.Context(), number)
	s.download(w, r, d, err)
}

// importReport sends the rejected rows of an import as CSV.
func (s *Server) importReport(w http.ResponseWriter, r *http.Request) {
	number, _ := ids.Parse(ids.Import, r.PathValue("id"))
	d, err := s.options.Transfers.Report(r.Context(), number)
	s.download(w, r, d, err)
}

func (s *Server) download(w http.ResponseWriter, r *http.Request, d transfer.Download, err error) {
	if err != nil {
		s.logFault(r, err)
		answer(w, err)
		return
	}
	w.Header().Set("Content-Type", d.Type)
	w.Header().Set("Content-Disposition", disposition(d.Name, d.Ending))
	if r.Method == http.MethodHead {
		return
	}
	if err := d.Write(r.Context(), w); err != nil {
		if r.Context().Err() == nil {
			s.options.Log.WarnContext(r.Context(), "a download broke off", "path", r.URL.Path, "error", err)
		}
		panic(http.ErrAbortHandler) // a file that only ended early would look whole
	}
}

// maxFileName bounds the name of a file, in characters.
const maxFileName = 80

// disposition names the file of a download, by RFC 6266: in letters that every system has, and as it is really called.
func disposition(name, ending string) string {
	var plain, full strings.Builder
	n := 0
	for _, c := range name {
		if n++; n > maxFileName {
			break
		}
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf) || strings.ContainsRune(`/\:*?"<>|%`, c) || c == unicode.ReplacementChar {
			c = '-'
		}
		full.WriteRune(c)
		if c > unicode.MaxASCII {
			c = '_'
		}
		plain.WriteRune(c)
	}
	trim := func(s string) string { return strings.Trim(s, " .-") + ending }
	return `attachment; filename="` + trim(plain.String()) + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(trim(full.String())), "+", "%20")
}
