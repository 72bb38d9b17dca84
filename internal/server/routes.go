package server

import (
	"net/http"

	"muster/ent/importrun"
	"muster/internal/auth"
	"muster/internal/scim"
	"muster/web/explorer"
)

// Handler gives everything that is served.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.graphQL())
	s.routeTransfers(mux)
	mux.Handle(scim.Prefix+"/", timed(s.scim()))
	mux.Handle("GET /healthz", http.HandlerFunc(alive))
	mux.Handle("GET /readyz", &s.ready)
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.Handle("GET /criteria.schema.json", document("application/schema+json", s.options.CriteriaSchema))
	mux.Handle("/", http.HandlerFunc(notFound))
	if s.options.Development {
		files := http.FileServerFS(explorer.Files())
		mux.Handle("GET /explorer/", explorerHeaders(http.StripPrefix("/explorer/", files)))
		mux.Handle("GET /explorer", http.RedirectHandler("/explorer/", http.StatusTemporaryRedirect))
		mux.Handle("GET /{$}", http.RedirectHandler("/explorer/", http.StatusTemporaryRedirect))
	} else {
		mux.Handle("GET /{$}", document("application/json", []byte(`{"service":"muster","api":"/graphql"}`+"\n")))
	}
	return s.logged(guarded(mux))
}

// routeTransfers adds imports and exports.
func (s *Server) routeTransfers(mux *http.ServeMux) {
	for pattern, route := range map[string]struct {
		role   auth.Role
		handle http.HandlerFunc
	}{
		"POST /import/employees":              {auth.Operator, s.importOf(importrun.KindEMPLOYEES)},
		"POST /import/simulations":            {auth.Operator, s.importOf(importrun.KindSIMULATIONS)},
		"POST /import/trainings":              {auth.Operator, s.importOf(importrun.KindTRAININGS)},
		"POST /import/gophish":                {auth.Operator, s.importGophish},
		"GET /import/{id}/report.csv":         {auth.Operator, s.importReport},
		"GET /export/groups/{id}/members.csv": {auth.Viewer, s.members},
		"GET /export/audit":                   {auth.Admin, s.auditLog},
	} {
		mux.Handle(pattern, s.withToken(s.transfers.admit(require(route.role, route.handle))))
	}
	mux.Handle("POST /import/gophish/webhook", timed(http.HandlerFunc(s.gophishWebhook)))
}

// scim authenticates identity providers, whose errors have a form of their own.
func (s *Server) scim() http.Handler {
	serve := s.options.SCIM.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := s.identify(r.Context(), r.Header.Get("Authorization"))
		if err != nil {
			scim.Refuse(w, err)
			return
		}
		serve.ServeHTTP(w, r.WithContext(ctx))
	})
}

// graphQL authenticates whoever does not open a socket, which authenticates itself in its first message.
func (s *Server) graphQL() http.Handler {
	return timed(s.authenticated(s.graphql))
}

func document(contentType string, text []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(text) // the client may have gone
	})
}

// explorerHeaders lets the explorer's page run its own script and style, and nothing from elsewhere.
func explorerHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; "+
			"style-src 'self' 'unsafe-inline'; font-src data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}
