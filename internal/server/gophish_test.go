package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/transfer/gophish"
)

const makeSecret = `mutation { createGophishSecret { path secret } }`

func event(campaign int, email, at, message string) string {
	return fmt.Sprintf(`{"email":%q,"time":%q,"message":%q,"details":"{\"payload\":{\"password\":[\"hunter2\"]}}","campaign_id":%d}`, email, at, message, campaign)
}

// webhook is what an administrator enters in Gophish.
type webhook struct {
	n            *node
	path, secret string
}

func (n *node) webhook() webhook {
	n.t.Helper()
	made := n.ask(makeSecret)
	return webhook{n, at(n.t, made, "createGophishSecret", "path"), at(n.t, made, "createGophishSecret", "secret")}
}

// send sends a message as Gophish does.
func (h webhook) send(body string) (status int, answer string) {
	h.n.t.Helper()
	response, answer := h.n.do(http.MethodPost, h.path, "", body, gophish.SignatureHeader, gophish.Sign(h.secret, []byte(body)))
	return response.StatusCode, answer
}

func (h webhook) refused(message string) {
	h.n.t.Helper()
	status, answer := h.send(message)
	require.Equal(h.n.t, http.StatusUnauthorized, status)
	require.Equal(h.n.t, "UNAUTHENTICATED", code(h.n.t, answer))
	require.Contains(h.n.t, answer, "the address or the signature is not valid")
}

// recorded gives the campaigns that have simulation events, and how many events there are.
func (n *node) recorded() (campaigns []string, events int) {
	n.t.Helper()
	rows, err := n.db.SQL().QueryContext(n.t.Context(), `SELECT c.name, (SELECT COUNT(*) FROM simulation_events e WHERE e.campaign_id = c.id) FROM campaigns c ORDER BY c.name`)
	require.NoError(n.t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		var count int
		require.NoError(n.t, rows.Scan(&name, &count))
		if events += count; count > 0 {
			campaigns = append(campaigns, name)
		}
	}
	require.NoError(n.t, rows.Err())
	return campaigns, events
}

func TestGophishWebhook(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 3))
		hook := n.webhook()
		status, body := hook.send(`{"success": true}`)
		require.Equal(t, http.StatusOK, status, "how Gophish tries the address out: %s", body)
		click := event(12, "P1@acme.test", "2026-05-20T09:02:00.123456789Z", "Clicked Link")
		status, body = hook.send(click)
		require.Equal(t, http.StatusOK, status)
		require.JSONEq(t, `{"accepted": 1, "unchanged": 0}`, body)
		_, body = hook.send(click)
		require.JSONEq(t, `{"accepted": 0, "unchanged": 1}`, body, "again")
		_, body = hook.send(event(12, "p1@acme.test", "2026-05-20T09:00:00Z", "Error Sending Email"))
		require.JSONEq(t, `{"accepted": 0, "unchanged": 0}`, body)
		campaigns, events := n.recorded()
		require.Equal(t, []string{"Gophish campaign 12"}, campaigns)
		require.Equal(t, 1, events)

		status, body = hook.send(event(12, "nobody@acme.test", "2026-05-20T09:02:00Z", "Clicked Link"))
		require.Equal(t, http.StatusNotFound, status)
		require.Equal(t, "NOT_FOUND", code(t, body))
		for _, bad := range []string{event(0, "p1@acme.test", "2026-05-20T09:02:00Z", "Clicked Link"), event(12, "p1@acme.test", "noon", "Clicked Link"), `[]`, `x`} {
			status, body = hook.send(bad)
			require.Equal(t, http.StatusBadRequest, status, bad)
			require.Equal(t, "INVALID", code(t, body))
		}
		status, body = hook.send(strings.Repeat("x", 2<<20))
		require.Equal(t, http.StatusRequestEntityTooLarge, status)
		require.Equal(t, "TOO_LARGE", code(t, body))
		require.NotContains(t, n.log.String(), "hunter2")
	})
}

func TestGophishSecrets(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		const trial = `{"success": true}`
		hook := n.webhook()
		webhook{n, hook.path, hook.secret + "x"}.refused(trial)
		webhook{n, hook.path + "x", hook.secret}.refused(trial)
		webhook{n, "/import/gophish/webhook", hook.secret}.refused(trial)
		webhook{n, "/import/gophish/webhook?address=", ""}.refused(trial)
		response, _ := n.do(http.MethodPost, hook.path, n.token, trial)
		require.Equal(t, http.StatusUnauthorized, response.StatusCode, "a token is no signature")

		again := n.webhook()
		hook.refused(trial)
		status, _ := again.send(trial)
		require.Equal(t, http.StatusOK, status)
		require.JSONEq(t, `{"revokeGophishSecret": {"revoked": true}}`, asJSON(t, n.ask(`mutation { revokeGophishSecret { revoked } }`)))
		again.refused(trial)
		require.JSONEq(t, `{"revokeGophishSecret": {"revoked": false}}`, asJSON(t, n.ask(`mutation { revokeGophishSecret { revoked } }`)))
		require.NotContains(t, n.log.String(), again.secret)

		operator, _ := n.key(auth.Operator)
		_, body := n.do(http.MethodPost, "/graphql", operator, `{"query": "`+makeSecret+`"}`)
		require.Equal(t, "FORBIDDEN", code(t, body))
	})
}

func TestGophishSecretsAreEachOrganizationsOwn(t *testing.T) {
	n := start(t, false)
	n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 3))
	hook, stranger := n.webhook(), n.stranger()
	_, body := n.do(http.MethodPost, "/graphql", stranger, `{"query": "`+makeSecret+`"}`)
	require.Contains(t, body, "gph_")
	_, body = n.do(http.MethodPost, "/import/employees", stranger, peopleHeader+peopleRows(0, 3), "Content-Type", csvType)
	require.Equal(t, 3, n.parse(body).Accepted)
	status, _ := hook.send(event(1, "p1@acme.test", "2026-05-20T09:02:00Z", "Clicked Link"))
	require.Equal(t, http.StatusOK, status)
	var organization int64
	require.NoError(t, n.db.SQL().QueryRowContext(t.Context(), `SELECT organization_id FROM simulation_events`).Scan(&organization))
	require.Equal(t, n.organization, organization)
}

// TestGophishIsOneCampaignByWhicheverWayItComes: the webhook knows the number alone, and the exports come later.
func TestGophishIsOneCampaignByWhicheverWayItComes(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 3))
		hook := n.webhook()
		sent, click := event(7, "p1@acme.test", "2026-05-20T09:00:00.5Z", "Email Sent"), event(7, "p1@acme.test", "2026-05-20T09:02:00.25Z", "Clicked Link")
		hook.send(sent)
		hook.send(click)

		export := `{"id": 7, "name": "Payroll", "results": [{}], "timeline": [` + sent + `, ` + click + `, ` + event(7, "x@acme.test", "2026-05-20T09:00:00Z", "Email Sent") + `]}`
		require.Equal(t, "DONE 3 = 2 + 0 + 1", n.send("/import/gophish", "application/json", export).counts(), "they get their campaign's name")
		require.Equal(t, "DONE 3 = 0 + 2 + 1", n.send("/import/gophish", "application/json", export).counts())
		hook.send(event(7, "p2@acme.test", "2026-05-20T09:03:00Z", "Submitted Data"))
		campaigns, events := n.recorded()
		require.Equal(t, []string{"Payroll"}, campaigns)
		require.Equal(t, 3, events)

		raw := "campaign_id,email,time,message,details\r\n7,p1@acme.test,2026-05-20T09:02:00.25Z,Clicked Link,\r\n7,p2@acme.test,2026-05-20T09:03:00Z,Submitted Data,\r\n"
		require.Equal(t, "DONE 2 = 0 + 2 + 0", n.send("/import/gophish", csvType, raw).counts())
		results := "id,status,ip,latitude,longitude,send_date,reported,modified_date,email,first_name,last_name,position\r\n" +
			"aaa,Clicked Link,,0,0,2026-05-20T09:00:00.5Z,false,2026-05-20T09:02:00.25Z,p1@acme.test,,,\r\n"
		require.Equal(t, "DONE 2 = 0 + 2 + 0", n.send("/import/gophish?campaignId=7", csvType, results).counts())
		require.Equal(t, "DONE 2 = 2 + 0 + 0", n.send("/import/gophish?campaignId=8&campaign=Parcel", csvType, results).counts())
		require.Equal(t, "DONE 2 = 2 + 0 + 0", n.send("/import/gophish?campaignId=9&dryRun=true", csvType, results).counts())
		campaigns, _ = n.recorded()
		require.Equal(t, []string{"Parcel", "Payroll"}, campaigns)
		require.JSONEq(t, `{"imports": {"edges": [{"node": {"source": "GOPHISH", "kind": "SIMULATIONS"}}]}}`,
			asJSON(t, n.ask(`{ imports(first: 1) { edges { node { source kind } } } }`)))

		for path, body := range map[string]string{"/import/gophish?campaignId=x": raw, "/import/gophish": results} {
			response, answer := n.do(http.MethodPost, path, n.token, body, "Content-Type", csvType)
			require.Equal(t, http.StatusBadRequest, response.StatusCode)
			require.Equal(t, "INVALID", code(t, answer))
		}
	})
}
