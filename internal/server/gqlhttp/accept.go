package gqlhttp

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

const (
	typeJSON     = "application/json"
	typeResponse = "application/graphql-response+json"
	typeEvents   = "text/event-stream"
)

// accepted is one entry of an Accept header with its weight, 0 to 1.
type accepted struct {
	mediaType string
	weight    float64
}

func acceptedTypes(r *http.Request) []accepted {
	var all []accepted
	for entry := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		mediaType, params, err := mime.ParseMediaType(entry)
		if err != nil {
			continue
		}
		weight := 1.0
		if q, given := params["q"]; given {
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		if weight > 0 {
			all = append(all, accepted{mediaType, weight})
		}
	}
	return all
}

// responseType is the heaviest type of a response that the client accepts, the first of equals.
func responseType(r *http.Request) string {
	best, weight := typeJSON, 0.0
	for _, entry := range acceptedTypes(r) {
		offered := entry.mediaType
		switch offered {
		case typeJSON, typeResponse:
		case "*/*", "application/*":
			offered = typeJSON
		default:
			continue
		}
		if entry.weight > weight {
			best, weight = offered, entry.weight
		}
	}
	return best
}

// acceptsEvents is whether the client names the event stream. A wildcard does not: it comes from clients that know of
// nothing but a single response.
func acceptsEvents(r *http.Request) bool {
	for _, entry := range acceptedTypes(r) {
		if entry.mediaType == typeEvents {
			return true
		}
	}
	return false
}
