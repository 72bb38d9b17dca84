package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/vektah/gqlparser/v2/ast"
)

// metrics measures requests and operations. Every label has few values, and none that clients choose: an operation is
// named by its first root field, not by the name that the client gave it.
type metrics struct {
	registry      *prometheus.Registry
	requests      *prometheus.HistogramVec
	operations    *prometheus.HistogramVec
	errors        *prometheus.CounterVec
	subscriptions prometheus.Gauge
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
	graphql.ResponseInterceptor
} = (*metrics)(nil)

var seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "muster_http_request_seconds", Help: "Time to answer an HTTP request, sockets and streams aside.", Buckets: seconds,
		}, []string{"route", "method", "status"}),
		operations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "muster_graphql_operation_seconds", Help: "Time to answer a query or mutation.", Buckets: seconds,
		}, []string{"type", "field"}),
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "muster_graphql_errors_total", Help: "Errors in GraphQL answers, by extensions.code.",
		}, []string{"code"}),
		subscriptions: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "muster_graphql_subscriptions", Help: "Subscriptions that are open.",
		}),
	}
	m.registry.MustRegister(m.requests, m.operations, m.errors, m.subscriptions,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// observe measures a request by the route that served it.
func (m *metrics) observe(r *http.Request, w *watched, took time.Duration) {
	if w.status == http.StatusSwitchingProtocols || w.Header().Get("Content-Type") == "text/event-stream" {
		return
	}
	m.requests.WithLabelValues(r.Pattern, methodOf(r), strconv.Itoa(w.status)).Observe(took.Seconds())
}

// methodOf keeps methods that clients make up out of the labels.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions:
		return r.Method
	default:
		return "other"
	}
}

// ExtensionName implements graphql.HandlerExtension.
func (*metrics) ExtensionName() string { return "Metrics" }

// Validate implements graphql.HandlerExtension.
func (*metrics) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation implements graphql.OperationInterceptor.
func (m *metrics) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx).Operation
	if op.Operation == ast.Subscription {
		m.subscriptions.Inc()
		context.AfterFunc(ctx, m.subscriptions.Dec)
		return next(ctx)
	}
	responses := next(ctx)
	first := true
	return func(ctx context.Context) *graphql.Response {
		response := responses(ctx)
		if first {
			first = false
			took := time.Since(graphql.GetOperationContext(ctx).Stats.OperationStart)
			m.operations.WithLabelValues(string(op.Operation), rootField(op)).Observe(took.Seconds())
		}
		return response
	}
}

// rootField names an operation by the schema's field that it asks first.
func rootField(op *ast.OperationDefinition) string {
	for _, selection := range op.SelectionSet {
		if field, ok := selection.(*ast.Field); ok {
			return field.Name
		}
	}
	return "fragment"
}

// InterceptResponse implements graphql.ResponseInterceptor.
func (m *metrics) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil {
		return nil
	}
	for _, err := range response.Errors {
		code, _ := err.Extensions["code"].(string)
		m.errors.WithLabelValues(code).Inc()
	}
	return response
}
