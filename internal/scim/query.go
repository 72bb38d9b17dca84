package scim

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"muster/internal/scim/fault"
	"muster/internal/scim/filter"
)

const (
	usualCount = 100
	// maxCount bounds a page, in resources. It is advertised.
	maxCount = 500
)

// query is what a request for resources asks (RFC 7644, sections 3.4.2 and 3.9).
type query struct {
	filter     filter.Node // nil: everything
	sortBy     string
	descending bool
	start      int // of the page, from 1
	count      int
	selection
}

// selection is which attributes an answer shows.
type selection struct {
	attributes []string // none: those returned by default
	excluded   []string
}

// queryOf reads the parameters of a GET.
func queryOf(values url.Values) (query, error) {
	q := query{start: 1, count: usualCount, sortBy: values.Get("sortBy"), selection: selectionOf(values)}
	var err error
	if q.start, err = number(values, "startIndex", q.start); err != nil {
		return q, err
	}
	if q.count, err = number(values, "count", q.count); err != nil {
		return q, err
	}
	return q, q.complete(values.Get("filter"), values.Get("sortOrder"))
}

func selectionOf(values url.Values) selection {
	return selection{list(values["attributes"]), list(values["excludedAttributes"])}
}

// searchOf reads the body of a POST to .search.
func searchOf(body []byte) (query, error) {
	var request struct {
		Attributes []string `json:"attributes"`
		Excluded   []string `json:"excludedAttributes"`
		Filter     string   `json:"filter"`
		SortBy     string   `json:"sortBy"`
		SortOrder  string   `json:"sortOrder"`
		StartIndex *int     `json:"startIndex"`
		Count      *int     `json:"count"`
	}
	if err := json.Unmarshal(body, &request); err != nil {
		return query{}, fault.New(fault.InvalidSyntax, "the body is no SearchRequest")
	}
	q := query{start: 1, count: usualCount, sortBy: request.SortBy, selection: selection{list(request.Attributes), list(request.Excluded)}}
	if request.StartIndex != nil {
		q.start = *request.StartIndex
	}
	if request.Count != nil {
		q.count = *request.Count
	}
	return q, q.complete(request.Filter, request.SortOrder)
}

func (q *query) complete(text, order string) (err error) {
	q.start, q.count = max(q.start, 1), min(max(q.count, 0), maxCount)
	switch {
	case order == "" || strings.EqualFold(order, "ascending"):
	case strings.EqualFold(order, "descending"):
		q.descending = true
	default:
		return fault.New(fault.InvalidValue, "sortOrder: %.40q is neither ascending nor descending", order)
	}
	if strings.TrimSpace(text) != "" {
		q.filter, err = filter.Parse(text)
	}
	return err
}

func number(values url.Values, name string, usual int) (int, error) {
	text := values.Get(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.New(fault.InvalidValue, "%s: %.40q is no number", name, text)
	}
	return n, nil
}

// list reads names parted by commas.
func list(values []string) (names []string) {
	for _, value := range values {
		for name := range strings.SplitSeq(value, ",") {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}
