package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestModelOfTheSettingsReads boots the program beside a server that speaks as a model would.
func TestModelOfTheSettingsReads(t *testing.T) {
	const token, key = "a-bootstrap-token-for-tests", "the-model-key"
	asked := make(chan string, 1)
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Header.Get("Authorization") + " " + r.URL.Path
		answer := `{"nodes": [{"id": "1", "parent": null, "kind": "simulation", "quotes": ["überlistet"],
			"fields": {"types": ["CLICKED", "SUBMITTED"]}}], "unsupported": []}`
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"content": answer}}}})
	}))
	defer model.Close()
	t.Setenv("MUSTER_AI_API_KEY", key)
	b := boot(t, "--data-dir="+t.TempDir(), "--bootstrap-token="+token,
		"--ai-provider=openai", "--ai-model=stub-1", "--ai-base-url="+model.URL+"/v1")

	query := `{"query": "{ previewCriteria(text: \"überlistet employees\") { interpretation { status engine assumptions { code } } } }"}`
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/graphql", strings.NewReader(query))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.JSONEq(t, `{"data": {"previewCriteria": {"interpretation":
		{"status": "NEEDS_REVIEW", "engine": "stub-1", "assumptions": [{"code": "model_reading"}]}}}}`, string(body))
	require.Equal(t, "Bearer "+key+" /v1/chat/completions", <-asked)
}
