package server

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/server/gqlws"
)

// lookupTimeout bounds one look at the keys of what is open.
const lookupTimeout = 5 * time.Second

// bearer gives the token of an Authorization value.
func bearer(value string) (token string, ok bool) {
	scheme, token, found := strings.Cut(value, " ")
	token = strings.TrimSpace(token)
	return token, found && strings.EqualFold(scheme, "Bearer") && token != ""
}

func (s *Server) identify(ctx context.Context, authorization string) (context.Context, error) {
	token, ok := bearer(authorization)
	if !ok {
		return nil, errs.New(errs.CodeUnauthenticated, "a token is required: Authorization: Bearer TOKEN")
	}
	identity, err := s.options.Keys.Authenticate(ctx, token)
	if err != nil {
		if errs.CodeOf(err) == errs.CodeInternal && ctx.Err() == nil {
			s.options.Log.ErrorContext(ctx, "authentication failed", "error", err)
			err = errs.New(errs.CodeUnavailable, "the token cannot be checked now; try again")
		}
		return nil, err
	}
	ctx = auth.With(ctx, identity)
	note(ctx)
	return ctx, nil
}

// authenticated lets requests with a valid token pass, and those that open a socket.
func (s *Server) authenticated(next http.Handler) http.Handler {
	withToken := s.withToken(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.sockets.Supports(r) {
			next.ServeHTTP(w, r)
			return
		}
		withToken.ServeHTTP(w, r)
	})
}

// withToken lets requests with a valid token pass.
func (s *Server) withToken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := s.identify(r.Context(), r.Header.Get("Authorization"))
		if err != nil {
			answer(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// initSocket authenticates a socket by the payload of its connection_init: {"Authorization": "Bearer TOKEN"}.
func (s *Server) initSocket(ctx context.Context, payload map[string]any) (context.Context, error) {
	for name, value := range payload {
		if text, ok := value.(string); ok && strings.EqualFold(name, "Authorization") {
			return s.identify(ctx, text)
		}
	}
	return s.identify(ctx, "")
}

// watchKeys ends sockets and streams whose key has ended, until ctx ends.
func (s *Server) watchKeys(ctx context.Context) {
	tick := time.NewTicker(s.options.KeyInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.closeEnded(ctx); err != nil && ctx.Err() == nil {
				s.options.Log.ErrorContext(ctx, "the keys of open sockets could not be looked up", "error", err)
			}
		}
	}
}

func (s *Server) closeEnded(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	open := map[int64]bool{}
	s.closeWhere(func(key int64) bool {
		open[key] = true
		return false
	})
	if len(open) == 0 {
		return nil
	}
	keys := make([]int64, 0, len(open))
	for key := range open {
		keys = append(keys, key)
	}
	ended, err := s.options.Keys.Ended(ctx, keys)
	if err == nil && len(ended) > 0 {
		s.closeWhere(func(key int64) bool { return slices.Contains(ended, key) })
	}
	return err
}

func (s *Server) closeWhere(match func(key int64) bool) {
	of := func(ctx context.Context) bool {
		identity, ok := auth.From(ctx)
		return ok && match(identity.KeyID)
	}
	s.sockets.CloseWhere(of, gqlws.CloseForbidden, "the key is not valid any more")
	s.streams.CloseWhere(of)
	s.transfers.endWhere(of, errEnded)
}
