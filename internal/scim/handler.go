package scim

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"muster/internal/scim/fault"
	"muster/internal/scim/patch"
)

// Prefix is the path below which everything is served.
const Prefix = "/scim/v2"

// maxBody bounds a body, in bytes: a Group of 80,000 members is sent whole.
const maxBody = 8 << 20

// action answers a request, or says why not.
type action func(w http.ResponseWriter, r *http.Request) error

// methods are what an address takes.
type methods map[string]action

// Handler serves SCIM to the identity in the request's context.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	for path, offered := range map[string]methods{
		"/Users":                 {http.MethodGet: s.listing(s.listUsers), http.MethodPost: s.postUser},
		"/Users/.search":         {http.MethodPost: s.searching(s.listUsers)},
		"/Users/{id}":            {http.MethodGet: s.getUser, http.MethodPut: s.putUser, http.MethodPatch: s.patchingUser, http.MethodDelete: s.removeUser},
		"/Groups":                {http.MethodGet: s.listing(s.listGroups), http.MethodPost: s.postGroup},
		"/Groups/.search":        {http.MethodPost: s.searching(s.listGroups)},
		"/Groups/{id}":           {http.MethodGet: s.showGroup, http.MethodPut: s.putGroup, http.MethodPatch: s.patchingGroup, http.MethodDelete: s.removeGroup},
		"/ServiceProviderConfig": {http.MethodGet: serviceProviderConfig},
		"/ResourceTypes":         {http.MethodGet: resourceTypes},
		"/ResourceTypes/{id}":    {http.MethodGet: resourceType},
		"/Schemas":               {http.MethodGet: schemas},
		"/Schemas/{id}":          {http.MethodGet: oneSchema},
		"/Bulk":                  {http.MethodPost: notOffered},
		"/.search":               {http.MethodPost: notOffered},
		"/Me":                    {http.MethodGet: notOffered, http.MethodPost: notOffered, http.MethodPut: notOffered, http.MethodPatch: notOffered, http.MethodDelete: notOffered},
	} {
		mux.Handle(Prefix+path, s.serve(offered))
	}
	mux.Handle("/", s.serve(nil))
	return mux
}

// serve lets a key of role SCIM do what an address offers.
func (s *Service) serve(offered methods) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := enter(r.Context())
		if err == nil {
			method := r.Method
			if method == http.MethodHead {
				method = http.MethodGet
			}
			do, ok := offered[method]
			switch {
			case ok:
				err = do(w, r.WithContext(ctx))
			case offered == nil:
				err = errNotHere
			default:
				err = errNotAllowed
			}
		}
		if err == nil {
			return
		}
		if _, status := problemOf(err); status == http.StatusInternalServerError && r.Context().Err() == nil {
			s.log.ErrorContext(r.Context(), "a SCIM request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		}
		Refuse(w, err)
	})
}

func notOffered(http.ResponseWriter, *http.Request) error { return errNotOffered }

// read reads a body.
func read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if header := r.Header.Get("Content-Type"); header != "" {
		if kind, _, err := mime.ParseMediaType(header); err != nil || kind != mediaType && kind != "application/json" {
			return nil, errMediaType
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, errNotComplete
	}
	return body, nil
}

// readObject reads a body that is a resource.
func readObject(w http.ResponseWriter, r *http.Request) (object map[string]any, err error) {
	body, err := read(w, r)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, &object); err != nil || object == nil {
		return nil, fault.New(fault.InvalidSyntax, "the body is no JSON object")
	}
	return object, nil
}

func readPatch(w http.ResponseWriter, r *http.Request) ([]patch.Operation, error) {
	body, err := read(w, r)
	if err != nil {
		return nil, err
	}
	return patch.Parse(body)
}

// base is the address below which the client found us.
func base(r *http.Request) string {
	scheme := "http"
	if forwarded := r.Header.Get("X-Forwarded-Proto"); r.TLS != nil || forwarded == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host + Prefix
}

// answer sends a resource.
func answer(w http.ResponseWriter, r *http.Request, status int, of resource) error {
	show := selectionOf(r.URL.Query())
	w.Header().Set("ETag", of.version)
	if status == http.StatusOK && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		if header := r.Header.Get("If-None-Match"); header != "" && matches(header, of.version) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	if status == http.StatusCreated {
		w.Header().Set("Location", base(r)+of.path())
	}
	send(w, status, of.show(show, base(r)))
	return nil
}

const listURN = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

// answerList sends a part of a list.
func answerList(w http.ResponseWriter, r *http.Request, q query, p page) {
	shown := make([]any, len(p.resources))
	for i, one := range p.resources {
		shown[i] = one.show(q.selection, base(r))
	}
	sendList(w, p.total, q.start, shown)
}

func sendList(w http.ResponseWriter, total, start int, shown []any) {
	send(w, http.StatusOK, map[string]any{
		"schemas": []string{listURN}, "totalResults": total, "startIndex": start, "itemsPerPage": len(shown), "Resources": shown,
	})
}

// getUser answers with one User.
func (s *Service) getUser(w http.ResponseWriter, r *http.Request) error {
	p, err := s.person(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return answer(w, r, http.StatusOK, p.represent())
}
