package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// client speaks GraphQL over HTTP to one node, with one token.
type client struct {
	node  *node
	token string
}

type variables map[string]any

// response is a GraphQL response.
type response struct {
	Data   json.RawMessage `json:"data"`
	Errors []problem       `json:"errors"`
}

type problem struct {
	Message    string `json:"message"`
	Extensions struct {
		Code string `json:"code"`
	} `json:"extensions"`
}

// post sends one operation and gives the response whatever it says, with its HTTP status.
func (c client) post(t *testing.T, query string, vars variables) (response, int) {
	t.Helper()
	r, status, err := c.send(t.Context(), query, vars)
	require.NoError(t, err)
	return r, status
}

// send is post for goroutines, which must not end the test.
func (c client) send(ctx context.Context, query string, vars variables) (r response, status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := c.request(ctx, query, vars)
	if err != nil {
		return r, 0, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return r, 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return r, 0, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, 0, fmt.Errorf("%w: %s", err, text)
	}
	return r, answer.StatusCode, nil
}

func (c client) request(ctx context.Context, query string, vars variables) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": vars})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.node.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	return request, nil
}

// ask sends an operation that has to succeed and decodes its data.
func ask[T any](t *testing.T, c client, query string, vars variables) T {
	t.Helper()
	r, _ := c.post(t, query, vars)
	require.Empty(t, r.Errors)
	var data T
	require.NoError(t, json.Unmarshal(r.Data, &data), "%s", r.Data)
	return data
}

// refused sends an operation that has to fail with the code, and gives the message.
func refused(t *testing.T, c client, code, query string, vars variables) string {
	t.Helper()
	r, _ := c.post(t, query, vars)
	require.Len(t, r.Errors, 1, "%s", r.Data)
	require.Equal(t, code, r.Errors[0].Extensions.Code, r.Errors[0].Message)
	return r.Errors[0].Message
}
