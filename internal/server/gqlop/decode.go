package gqlop

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
)

// request is what a client may say. It is not graphql.RawParams, whose JSON form lets the body write request headers.
type request struct {
	Query         *string        `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`
}

// Decode reads one request: a JSON object with a string `query` and, optionally, `operationName`, `variables` and
// `extensions` (null is the same as absent). Numbers in variables stay json.Number, as gqlgen's scalars expect.
// Errors are errs.CodeInvalid and fit for the client.
func Decode(data []byte) (*graphql.RawParams, error) {
	var r request
	if err := decodeStrictly(data, &r); err != nil {
		return nil, err
	}
	if r.Query == nil {
		return nil, errs.New(errs.CodeInvalid, "the request has no query")
	}
	return &graphql.RawParams{
		Query:         *r.Query,
		OperationName: r.OperationName,
		Variables:     r.Variables,
		Extensions:    r.Extensions,
	}, nil
}

// DecodeObject reads a JSON object that stands alone, such as the variables in a URL; empty data is no object.
// Errors are errs.CodeInvalid and fit for the client.
func DecodeObject(data []byte) (map[string]any, error) {
	if len(data) == 0 {
		return nil, nil
	}
	var object map[string]any
	if err := decodeStrictly(data, &object); err != nil {
		return nil, err
	}
	return object, nil
}

// decodeStrictly refuses what encoding/json's Decoder lets pass: anything after the first value.
func decodeStrictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return describe(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errs.New(errs.CodeInvalid, "there is more after the JSON value")
	}
	return nil
}

// describe says what is wrong in the client's terms: encoding/json's own messages name our Go types.
func describe(err error) error {
	var wrongType *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrongType) && wrongType.Field != "":
		return errs.New(errs.CodeInvalid, "%s must not be a JSON %s", wrongType.Field, wrongType.Value)
	case errors.As(err, &wrongType):
		return errs.New(errs.CodeInvalid, "a JSON object is expected, not a JSON %s", wrongType.Value)
	case errors.As(err, &syntax):
		return errs.New(errs.CodeInvalid, "not valid JSON at byte %d", syntax.Offset)
	default:
		return errs.New(errs.CodeInvalid, "not valid JSON")
	}
}
