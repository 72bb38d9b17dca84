// Package gqlhttp carries GraphQL over HTTP: POST and GET as the GraphQL-over-HTTP specification says
// (https://graphql.github.io/graphql-over-http/draft/), and Server-Sent Events in the "distinct connections" mode
// (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md), as transports for gqlgen's handler.
//
// They stand in for gqlgen's own, which answer an invalid query with 422, echo a body they cannot read, take bodies of
// any size, let a body's "headers" overwrite the request's, and leave deferred fields running.
//
// Status codes. What is no GraphQL request (its JSON, its Content-Type, no query) is 400, 413 or 415. A well-formed
// request is 200 in application/json, whatever became of it; in application/graphql-response+json it is 200 when the
// operation ran (there is data, be it null), else 400, or 401, 403 and 503 where the error's code says so. An operation
// that broke by a fault of ours is 500 in both. An Accept header with neither type is answered in application/json.
//
// A POST must be application/json: a page of another origin cannot send that without asking (CORS), which is the
// protection against forged requests. GET runs queries only.
//
// When things fail: every answer is a GraphQL response whose error has an extensions.code. A stream that ends without
// `event: complete` was cut (shutdown, a slow or broken reader) and is to be started again.
package gqlhttp
