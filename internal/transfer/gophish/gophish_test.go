package gophish_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"muster/internal/activity"
	"muster/internal/errs"
	"muster/internal/transfer/gophish"
	"muster/internal/transfer/rows"
)

// told reads to the end: what each row tells, bad rows as "line: CODE message", and what ended the reading.
func told(t testing.TB, r rows.Reader[activity.SimulationInput]) (facts, ids []string, err error) {
	t.Helper()
	for {
		row, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return facts, ids, nil
		case err != nil:
			return facts, ids, err
		case row.Bad != nil:
			facts = append(facts, fmt.Sprintf("%d: %s", row.Line, row.Bad))
		default:
			in := row.Value
			facts = append(facts, fmt.Sprintf("%s %s %s %q", in.Email, in.Type, in.OccurredAt.UTC().Format("15:04:05.000"), in.Campaign))
			ids = append(ids, in.ID)
			require.Equal(t, "EMAIL", string(*in.Channel))
		}
	}
}

// unknown is an organization that has recorded nothing of Gophish.
var unknown = gophish.Options{Known: func(int64) (string, error) { return "", nil }}

const timeline = `[
	{"campaign_id": 12, "email": "", "time": "2026-05-20T08:00:00Z", "message": "Campaign Created", "details": ""},
	{"campaign_id": 12, "email": "ana@acme.test", "time": "2026-05-20T09:00:00.5551Z", "message": "Email Sent", "details": ""},
	{"campaign_id": 12, "email": "ana@acme.test", "time": "2026-05-20T09:01:00Z", "message": "Email Opened", "details": "{\"payload\":{}}"},
	{"campaign_id": 12, "email": "ana@acme.test", "time": "2026-05-20T09:02:00Z", "message": "Clicked Link", "details": ""},
	{"campaign_id": 12, "email": "ana@acme.test", "time": "2026-05-20T09:03:00Z", "message": "Submitted Data", "details": ""},
	{"campaign_id": 12, "email": "bo@acme.test", "time": "2026-05-20T09:04:00Z", "message": "Error Sending Email", "details": ""},
	{"campaign_id": 12, "email": "cem@acme.test", "time": "2026-05-20T09:05:00Z", "message": "Email Reported", "details": ""}]`

var happened = []string{
	`ana@acme.test SENT 09:00:00.555 "Payroll"`, `ana@acme.test OPENED 09:01:00.000 "Payroll"`, `ana@acme.test CLICKED 09:02:00.000 "Payroll"`,
	`ana@acme.test SUBMITTED 09:03:00.000 "Payroll"`, `cem@acme.test REPORTED 09:05:00.000 "Payroll"`,
}

func TestACampaignAsJSON(t *testing.T) {
	campaign := `{"id": 12, "name": "Payroll", "template": {"html": "` + strings.Repeat("<p>", 100_000) + `", "attachments": [{}]},
		"results": [{"id": "x", "status": "Email Sent"}], "timeline": ` + timeline + `, "smtp": null}`
	facts, ids, err := told(t, gophish.JSON(strings.NewReader(campaign), unknown))
	require.NoError(t, err)
	require.Equal(t, happened, facts)
	for _, id := range ids {
		require.True(t, strings.HasPrefix(id, "gophish/12/"), id)
	}
	several := "[" + campaign + `, {"id": 13, "name": "", "timeline": null}, {"id": 14, "timeline": [{"email": "ana@acme.test", "time": "2026-05-20T09:00:00Z", "message": "Email Sent"}, {"time": 7}, {"message": "Email Sent", "time": "soon"}]}]` + "\n"
	facts, _, err = told(t, gophish.JSON(strings.NewReader(several), unknown))
	require.NoError(t, err)
	require.Equal(t, append(append([]string{}, happened...), `ana@acme.test SENT 09:00:00.000 "Gophish campaign 14"`,
		"9: INVALID: the event is not one of Gophish's", `10: INVALID: time: "soon" is not a time of Gophish's`), facts)
}

func TestAnEventHasOneIDByWhicheverWayItComes(t *testing.T) {
	_, byJSON, err := told(t, gophish.JSON(strings.NewReader(`{"id": 12, "name": "Payroll", "timeline": `+timeline+`}`), unknown))
	require.NoError(t, err)

	events := "campaign_id,email,time,message,details\r\n" +
		"12,,2026-05-20T08:00:00Z,Campaign Created,\r\n" +
		"12,ana@acme.test,2026-05-20T09:00:00.5551Z,Email Sent,\r\n" +
		"12,ANA@acme.test,2026-05-20T09:01:00Z,Email Opened,\"{\"\"payload\"\":{}}\"\r\n"
	facts, byCSV := csv(t, events, gophish.Options{Campaign: "Payroll"})
	require.Equal(t, []string{happened[0], `ANA@acme.test OPENED 09:01:00.000 "Payroll"`}, facts)
	require.Equal(t, byJSON[:2], byCSV)

	e, relevant, err := gophish.ReadEvent([]byte(`{"campaign_id": 12, "email": "ana@acme.test", "time": "2026-05-20T09:00:00.5551Z", "message": "Email Sent", "details": ""}`))
	require.NoError(t, err)
	require.True(t, relevant)
	in, err := e.Input("Payroll")
	require.NoError(t, err)
	require.Equal(t, byJSON[0], in.ID)
}

func csv(t *testing.T, text string, o gophish.Options) (facts, ids []string) {
	t.Helper()
	if o.Known == nil {
		o.Known = unknown.Known
	}
	r, err := gophish.CSV(strings.NewReader(text), o)
	require.NoError(t, err)
	facts, ids, err = told(t, r)
	require.NoError(t, err)
	return facts, ids
}

func TestResultsAsCSV(t *testing.T) {
	results := "id,status,ip,latitude,longitude,send_date,reported,modified_date,email,first_name,last_name,position\r\n" +
		"aaa,Submitted Data,1.2.3.4,0,0,2026-05-20T09:00:00.5551Z,false,2026-05-20T09:03:00Z,ana@acme.test,Ana,,\r\n" +
		"bbb,Email Sent,,0,0,2026-05-20T09:00:00Z,true,2026-05-20T09:05:00Z,cem@acme.test,Cem,,\r\n" +
		"ccc,Scheduled,,0,0,2026-05-21T09:00:00Z,false,2026-05-20T09:00:00Z,bo@acme.test,Bo,,\r\n" +
		"ddd,Error,,0,0,0001-01-01T00:00:00Z,false,2026-05-20T09:00:00Z,dee@acme.test,Dee,,\r\n" +
		"eee,Email Sent,,0,0,soon,false,,eve@acme.test,Eve,,\r\n"
	facts, ids := csv(t, results, gophish.Options{CampaignID: 12, Known: func(n int64) (string, error) {
		require.EqualValues(t, 12, n)
		return "Payroll", nil
	}})
	require.Equal(t, []string{
		happened[0], happened[3], `cem@acme.test SENT 09:00:00.000 "Payroll"`, `cem@acme.test REPORTED 09:05:00.000 "Payroll"`,
		`6: INVALID: send_date: "soon" is not a time such as 2026-01-31T08:00:00Z (RFC 3339)`,
	}, facts)
	_, raw, err := told(t, gophish.JSON(strings.NewReader(`{"id": 12, "timeline": `+timeline+`}`), unknown))
	require.NoError(t, err)
	require.Equal(t, raw[0], ids[0])
	require.Equal(t, raw[3], ids[1])
	require.Equal(t, raw[4], ids[3])
}

func TestWhatIsNoExport(t *testing.T) {
	for text, says := range map[string]string{
		"":                               "the file is not what Gophish exports",
		`"x"`:                            "the file is not what Gophish exports",
		`[1]`:                            "the file is not what Gophish exports",
		`{"id": "x"}`:                    "the file is not what Gophish exports",
		`{"id": 1} {"id": 2}`:            "the file is not what Gophish exports",
		`{"id": 1, "timeline": {}}`:      "the file is not what Gophish exports",
		`{"timeline": [], "id": 1}`:      "the campaign's id has to come before its timeline",
		`{"id": 1, "timeline": [{"ema`:   "the JSON ends too early",
		`{"id": 1, "timeline": [`:        "the JSON ends too early",
		`{"id": 1`:                       "the JSON ends too early",
		`[{"id": 1}`:                     "the JSON ends too early",
		`{"id": 1, "timeline": [{"a" 1}`: "the JSON cannot be read at byte",
	} {
		_, _, err := told(t, gophish.JSON(strings.NewReader(text), unknown))
		require.ErrorContains(t, err, "INVALID: "+says, text)
	}
	_, _, err := told(t, gophish.JSON(strings.NewReader(`{"x": "`+strings.Repeat("x", 9<<20)+`"}`), unknown))
	require.Equal(t, errs.CodeTooLarge, errs.CodeOf(err))
	gone := errors.New("gone")
	_, _, err = told(t, gophish.JSON(io.MultiReader(strings.NewReader(`{"id": 1, "timeline": [`), iotest.ErrReader(gone)), unknown))
	require.ErrorIs(t, err, gone)

	for text, says := range map[string]string{
		"":                       "give its number as campaignId",
		"email,status\n":         "give its number as campaignId",
		"email,message\n":        "the column time is missing",
		"email,\"message,time\n": "cannot be read",
	} {
		_, err := gophish.CSV(strings.NewReader(text), unknown)
		require.ErrorContains(t, err, says, text)
	}
	facts, _ := csv(t, "email,time,message,campaign_id\na@x,2026-05-20T09:00:00Z,Email Sent,\na@x,2026-05-20T09:00:00Z,Email Sent,no\n", gophish.Options{})
	require.Equal(t, []string{
		"2: INVALID: the row does not say which campaign it is of: give its number as campaignId",
		`3: INVALID: campaign_id: "no" is not a campaign's number`,
	}, facts)
}

func TestTheNameIsLookedForOnce(t *testing.T) {
	asked := 0
	facts, _ := csv(t, "email,time,message,campaign_id\n"+strings.Repeat("a@x,2026-05-20T09:00:00Z,Email Sent,3\n", 5), gophish.Options{
		Known: func(int64) (string, error) { asked++; return "", nil },
	})
	require.Len(t, facts, 5)
	require.Equal(t, 1, asked)
	away := errors.New("away")
	r, err := gophish.CSV(strings.NewReader("email,time,message,campaign_id\na@x,2026-05-20T09:00:00Z,Email Sent,3\n"),
		gophish.Options{Known: func(int64) (string, error) { return "", away }})
	require.NoError(t, err)
	_, err = r.Next()
	require.ErrorIs(t, err, away)
}

func TestMessagesOfTheWebhook(t *testing.T) {
	for body, says := range map[string]string{
		`{"success": true}`: "", // how Gophish tries an address out
		`{"campaign_id": 1, "email": "", "message": "Campaign Created"}`: "",
		``:  "the message is not one of Gophish's webhook",
		`7`: "the message is not one of Gophish's webhook",
		`{"email": "a@x", "time": "2026-05-20T09:00:00Z", "message": "Email Sent"}`: "campaign_id is missing",
	} {
		_, relevant, err := gophish.ReadEvent([]byte(body))
		require.False(t, relevant)
		if says == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, "INVALID: "+says)
	}
}

func TestSignatures(t *testing.T) {
	body := []byte(`{"a": 1}`)
	header := gophish.Sign("secret", body)
	require.Regexp(t, "^sha256=[0-9a-f]{64}$", header)
	require.True(t, gophish.Signed("secret", body, header))
	for _, wrong := range []string{"", "sha256=", header[:70], header + "0", strings.Replace(header, "sha256", "sha1", 1), header[7:]} {
		require.False(t, gophish.Signed("secret", body, wrong))
	}
	require.False(t, gophish.Signed("other", body, header))
	require.False(t, gophish.Signed("secret", []byte(`{"a": 2}`), header))
}

// FuzzExports: whatever comes, reading ends, and every row is good or bad with a code.
func FuzzExports(f *testing.F) {
	f.Add([]byte(`{"id": 12, "name": "Payroll", "timeline": ` + timeline + `}`))
	f.Add([]byte(`[{"id": 1, "timeline": null, "x": {"y": [1, {}]}}]`))
	f.Add([]byte("campaign_id,email,time,message\n12,ana@acme.test,2026-05-20T09:00:00Z,Email Sent\n"))
	f.Add([]byte("email,status,send_date,modified_date,reported\na@x,Clicked Link,2026-05-20T09:00:00Z,2026-05-20T09:01:00Z,true\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := gophish.Options{CampaignID: 7, Known: unknown.Known}
		readers := []rows.Reader[activity.SimulationInput]{gophish.JSON(strings.NewReader(string(data)), o)}
		r, err := gophish.CSV(strings.NewReader(string(data)), o)
		if err == nil {
			readers = append(readers, r)
		} else {
			require.NotEqual(t, errs.CodeInternal, errs.CodeOf(err))
		}
		for _, r := range readers {
			if _, _, err := told(t, r); err != nil {
				require.NotEqual(t, errs.CodeInternal, errs.CodeOf(err))
			}
		}
	})
}
