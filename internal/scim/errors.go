package scim

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"muster/internal/errs"
	"muster/internal/scim/fault"
)

const (
	errorURN  = "urn:ietf:params:scim:api:messages:2.0:Error"
	mediaType = "application/scim+json"
)

// refusal is an error that only HTTP's status tells.
type refusal struct {
	status int
	detail string
}

func (r *refusal) Error() string { return r.detail }

var (
	errChanged     = &refusal{http.StatusPreconditionFailed, "the resource is not what If-Match says: read it again"}
	errNotOffered  = &refusal{http.StatusNotImplemented, "this is not offered; see /ServiceProviderConfig"}
	errNotHere     = &refusal{http.StatusNotFound, "nothing is served at this address"}
	errMediaType   = &refusal{http.StatusUnsupportedMediaType, "Content-Type: " + mediaType + " was expected"}
	errTooLarge    = &refusal{http.StatusRequestEntityTooLarge, "the body is larger than " + strconv.Itoa(maxBody) + " bytes"}
	errNotAllowed  = &refusal{http.StatusMethodNotAllowed, "this address does not take that method"}
	errNotComplete = &refusal{http.StatusBadRequest, "the body did not arrive whole"}
)

// statuses is how codes are told by HTTP.
var statuses = map[errs.Code]int{
	errs.CodeInvalid:         http.StatusBadRequest,
	errs.CodeNotFound:        http.StatusNotFound,
	errs.CodeConflict:        http.StatusConflict,
	errs.CodeState:           http.StatusConflict,
	errs.CodeUnauthenticated: http.StatusUnauthorized,
	errs.CodeForbidden:       http.StatusForbidden,
	errs.CodeTooLarge:        http.StatusRequestEntityTooLarge,
	errs.CodeUnavailable:     http.StatusServiceUnavailable,
}

// problem is an error as RFC 7644, section 3.12 has it.
type problem struct {
	Schemas []string   `json:"schemas"`
	Status  string     `json:"status"`
	Type    fault.Type `json:"scimType,omitempty"`
	Detail  string     `json:"detail"`
}

// problemOf gives an error's form and its status. What the client cannot act on shows nothing of itself.
func problemOf(err error) (problem, int) {
	p, status := problem{Schemas: []string{errorURN}, Detail: "internal error"}, http.StatusInternalServerError
	var refused *refusal
	var faulty *fault.Error
	var coded *errs.Error
	switch {
	case errors.As(err, &refused):
		p.Detail, status = refused.detail, refused.status
	case errors.As(err, &faulty):
		p.Detail, p.Type, status = faulty.Detail, faulty.Type, http.StatusBadRequest
		if faulty.Type == fault.Uniqueness {
			status = http.StatusConflict
		}
	case errors.As(err, &coded) && statuses[coded.Code] != 0:
		p.Detail, status = coded.Message, statuses[coded.Code]
		if coded.Code == errs.CodeInvalid {
			p.Type = fault.InvalidValue
		}
	}
	p.Status = strconv.Itoa(status)
	return p, status
}

// Refuse answers with an error in SCIM's form.
func Refuse(w http.ResponseWriter, err error) {
	p, status := problemOf(err)
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	send(w, status, p)
}

func send(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // documents are made of what JSON has
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, _ = w.Write(text) // the client may have gone
}
