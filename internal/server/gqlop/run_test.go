package gqlop_test

import (
	"context"
	"errors"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"muster/internal/errs"
	"muster/internal/server/gqlop"
	"muster/internal/server/gqlop/gqltest"
)

// internal is the answer where nothing else can be said.
var internal = gqlop.Problem(errs.New(errs.CodeInternal, "internal error"))

func recovering(exec *executor.Executor) *executor.Executor {
	exec.SetRecoverFunc(func(_ context.Context, cause any) error { return gqlerror.Errorf("recovered: %v", cause) })
	return exec
}

func TestPrepareSurvivesAPanic(t *testing.T) {
	exec := recovering(executor.New(gqltest.New()))
	exec.Use(panickyMutator{})
	_, _, refused := gqlop.Prepare(t.Context(), exec, &graphql.RawParams{Query: "{ hello }"})
	require.Equal(t, "recovered: mutator", refused.Errors[0].Message)
}

// panickyMutator is an extension that panics before the operation is parsed.
type panickyMutator struct{}

func (panickyMutator) ExtensionName() string                   { return "PanickyMutator" }
func (panickyMutator) Validate(graphql.ExecutableSchema) error { return nil }
func (panickyMutator) MutateOperationParameters(context.Context, *graphql.RawParams) *gqlerror.Error {
	panic("mutator")
}

func TestEachSurvivesPanics(t *testing.T) {
	tests := map[string]struct {
		set  func(*executor.Executor)
		want string
	}{
		"in a resolver": {func(*executor.Executor) {}, "recovered: resolver panic"},
		"in an extension": {func(exec *executor.Executor) {
			exec.AroundResponses(func(context.Context, graphql.ResponseHandler) *graphql.Response { panic("extension") })
		}, "recovered: extension"},
		"in the presenter too": {func(exec *executor.Executor) {
			exec.SetErrorPresenter(func(context.Context, error) *gqlerror.Error { panic("presenter") })
		}, internal.Errors[0].Message},
		"of which the presenter says nothing": {func(exec *executor.Executor) {
			exec.SetErrorPresenter(func(context.Context, error) *gqlerror.Error { return nil })
		}, internal.Errors[0].Message},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			exec := recovering(executor.New(gqltest.New()))
			tt.set(exec)
			failed := each(t, exec, "{ panics }", func(*graphql.Response) bool { return true })
			require.Equal(t, tt.want, failed.Errors[0].Message)
		})
	}
}

// bare is an executor that offers no more than graphql.GraphExecutor.
type bare struct{ graphql.GraphExecutor }

func TestEachOfAnExecutorThatCannotPresentPanics(t *testing.T) {
	failed := each(t, bare{executor.New(gqltest.New())}, "{ panics }", func(*graphql.Response) bool { return true })
	require.Equal(t, internal, failed)
}

func TestEachGivesEveryResponse(t *testing.T) {
	var got []string
	failed := each(t, executor.New(gqltest.New()), "subscription { count(to: 3) }", func(r *graphql.Response) bool {
		got = append(got, string(r.Data))
		return true
	})
	require.Nil(t, failed)
	require.Equal(t, []string{`{"count":1}`, `{"count":2}`, `{"count":3}`}, got)
}

func TestEachThatIsStoppedPullsTheOperationToItsEnd(t *testing.T) {
	pulled := []string{}
	exec := executor.New(gqltest.New())
	exec.AroundOperations(func(context.Context, graphql.OperationHandler) graphql.ResponseHandler {
		// Like gqlgen's deferred fields: the responses are there to be pulled, whatever becomes of the context.
		left := []string{"first", "deferred", "deferred too"}
		return func(ctx context.Context) *graphql.Response {
			if len(left) == 0 {
				return nil
			}
			pulled, left = append(pulled, left[0]), left[1:]
			require.Equal(t, len(pulled) > 1, ctx.Err() != nil, "the context ends with the stop")
			return &graphql.Response{}
		}
	})
	emitted := 0
	each(t, exec, "{ hello }", func(*graphql.Response) bool { emitted++; return false })
	require.Equal(t, 1, emitted)
	require.Equal(t, []string{"first", "deferred", "deferred too"}, pulled)
}

func each(t *testing.T, exec graphql.GraphExecutor, query string, emit func(*graphql.Response) bool) *graphql.Response {
	t.Helper()
	ctx, op, refused := gqlop.Prepare(t.Context(), exec, &graphql.RawParams{Query: query})
	require.Nil(t, refused)
	return gqlop.Each(ctx, exec, op, emit)
}

func TestProblem(t *testing.T) {
	coded := gqlop.Problem(errors.Join(errors.New("context"), errs.New(errs.CodeTooLarge, "too much")))
	require.Equal(t, "too much", coded.Errors[0].Message)
	require.Equal(t, errs.CodeTooLarge, gqlop.CodeOf(coded))
	require.Equal(t, internal, gqlop.Problem(errors.New("dial tcp: refused")), "no internals")
	require.Empty(t, gqlop.CodeOf(&graphql.Response{Errors: gqlerror.List{{Message: "no code"}}}))
}

func TestEncode(t *testing.T) {
	data, ok := gqlop.Encode(t.Context(), &graphql.Response{Data: []byte(`{"a":null}`)})
	require.True(t, ok)
	require.JSONEq(t, `{"data":{"a":null}}`, string(data))

	data, ok = gqlop.Encode(t.Context(), gqlop.Problem(errs.New(errs.CodeState, "not now")))
	require.True(t, ok)
	require.JSONEq(t, `{"errors":[{"message":"not now","extensions":{"code":"STATE"}}]}`, string(data), "no data entry")

	data, ok = gqlop.Encode(t.Context(), &graphql.Response{Extensions: map[string]any{"impossible": func() {}}})
	require.False(t, ok)
	require.JSONEq(t, `{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}`, string(data))
}
