// Package server serves the program over HTTP: the API and its transports, health, metrics, the explorer.
//
//	/graphql                POST, GET for queries, graphql-transport-ws, Server-Sent Events; a Bearer token
//	/import/…  /export/…    files in and lists out, streamed; a Bearer token, or Gophish's signature
//	/scim/v2/…              SCIM 2.0 for identity providers; a Bearer token of role SCIM
//	/criteria.schema.json   the JSON Schema of criteria trees
//	/healthz  /readyz       the process runs; it can also do its work (database and broker answer)
//	/metrics                Prometheus
//	/explorer               in development: the API explorer, with a token in the address: /explorer#token=…
//
// Invariants: a request is bounded in size and in time, and gets an id, which is in its answer (X-Request-Id), in its
// line of the log and beside every internal error; no token and no query text is ever logged. Sockets and streams end
// within KeyInterval of their key's end.
//
// Where authentication cannot be decided (the database is away) the answer is 503, never 401. Stopping takes no new
// work, closes sockets with 1001, lets requests finish, and breaks what is left at the deadline.
package server
