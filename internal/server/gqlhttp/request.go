package gqlhttp

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
	"muster/internal/server/gqlop"
)

// DefaultMaxBody is the largest request body that is taken where no other limit is given, in bytes.
const DefaultMaxBody = 1 << 20

// refusal is a request that is turned away before GraphQL sees it.
type refusal struct {
	status int
	err    error
}

// readRequest reads the JSON request in r's body, up to maxBody bytes.
func readRequest(w http.ResponseWriter, r *http.Request, maxBody int64) (*graphql.RawParams, *refusal) {
	if maxBody <= 0 {
		maxBody = DefaultMaxBody
	}
	mediaType, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || mediaType != typeJSON || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return nil, &refusal{
			http.StatusUnsupportedMediaType,
			errs.New(errs.CodeInvalid, "the Content-Type must be %s", typeJSON),
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, &refusal{
			http.StatusRequestEntityTooLarge,
			errs.New(errs.CodeTooLarge, "the request is larger than %d bytes", maxBody),
		}
	}
	if err != nil {
		return nil, &refusal{http.StatusBadRequest, errs.New(errs.CodeInvalid, "the request could not be read")}
	}
	request, err := gqlop.Decode(body)
	if err != nil {
		return nil, &refusal{http.StatusBadRequest, err}
	}
	request.Headers = r.Header
	return request, nil
}
