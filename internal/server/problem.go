package server

import (
	"encoding/json"
	"errors"
	"net/http"

	"muster/internal/errs"
)

// statuses is how codes are told by HTTP itself.
var statuses = map[errs.Code]int{
	errs.CodeInvalid:         http.StatusBadRequest,
	errs.CodeNotFound:        http.StatusNotFound,
	errs.CodeUnauthenticated: http.StatusUnauthorized,
	errs.CodeForbidden:       http.StatusForbidden,
	errs.CodeTooLarge:        http.StatusRequestEntityTooLarge,
	errs.CodeUnavailable:     http.StatusServiceUnavailable,
}

// problem is an error in the form that GraphQL's answers have, so that a client reads one form only.
type problem struct {
	Message    string     `json:"message"`
	Extensions extensions `json:"extensions"`
}

type extensions struct {
	Code errs.Code `json:"code"`
}

// problemOf gives an error's form and its status. What is not an *errs.Error shows nothing of itself.
func problemOf(err error) (problem, int) {
	var coded *errs.Error
	if !errors.As(err, &coded) {
		coded = errs.New(errs.CodeInternal, "internal error")
	}
	status, known := statuses[coded.Code]
	if !known {
		status = http.StatusInternalServerError
	}
	return problem{coded.Message, extensions{coded.Code}}, status
}

// answer writes an error.
func answer(w http.ResponseWriter, err error) {
	shown, status := problemOf(err)
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	writeJSON(w, status, map[string][]problem{"errors": {shown}})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings always encode
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // the client may have gone
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	answer(w, errs.New(errs.CodeNotFound, "nothing is served at this address"))
}
