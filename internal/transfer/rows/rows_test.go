package rows_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/activity"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/people"
	"muster/internal/transfer/rows"
)

// all reads to the end and gives good rows, bad rows as "line: CODE message", and what ended the reading.
func all[R any](t testing.TB, r rows.Reader[R]) (good []R, bad []string, err error) {
	t.Helper()
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return good, bad, nil
		}
		if err != nil {
			return good, bad, err
		}
		if row.Bad != nil {
			bad = append(bad, fmt.Sprintf("%d: %s", row.Line, row.Bad))
			continue
		}
		good = append(good, row.Value)
	}
}

func csvOf[R any](t testing.TB, k rows.Kind[R], text string) (good []R, bad []string, err error) {
	t.Helper()
	r, err := k.CSV(strings.NewReader(text))
	require.NoError(t, err)
	return all(t, r)
}

func given[T any](value T) people.Field[T] { return people.Field[T]{Given: true, Value: &value} }

func none[T any]() people.Field[T] { return people.Field[T]{Given: true} }

func TestEmployeesCSV(t *testing.T) {
	good, bad, err := csvOf(t, rows.Employees, "\ufeffEMAIL, name ,Department,hiredOn,lastLoginAt,attributes.workMode,Attributes.Level,externalid\r\n"+
		"ana@acme.test,\"García, Ana\",Finance/Treasury,2026-01-31,2026-05-20T10:00:00.5+02:00,remote,3,'+7\r\n"+
		"bo@acme.test,\"Bo\n\"\"B\"\"\",,,,true,007,''=x\n"+
		"\n"+
		"cem@acme.test,Cem,,,,,,")
	require.NoError(t, err)
	require.Empty(t, bad)
	login := time.Date(2026, 5, 20, 8, 0, 0, 5e8, time.UTC)
	require.True(t, login.Equal(*good[0].LastLoginAt.Value))
	good[0].LastLoginAt = none[time.Time]()
	require.Equal(t, []people.Input{{
		Email: "ana@acme.test", Name: "García, Ana", Department: given("Finance/Treasury"), HiredOn: given(criteria.Date(20484)),
		LastLoginAt: none[time.Time](), Attributes: given(map[string]any{"workMode": "remote", "Level": 3.0}), ExternalID: given("+7"),
	}, {
		Email: "bo@acme.test", Name: "Bo\n\"B\"", Department: none[string](), HiredOn: none[criteria.Date](), LastLoginAt: none[time.Time](),
		Attributes: given(map[string]any{"workMode": true, "Level": "007"}), ExternalID: given("'=x"),
	}, {
		Email: "cem@acme.test", Name: "Cem", Department: none[string](), HiredOn: none[criteria.Date](), LastLoginAt: none[time.Time](),
		Attributes: given(map[string]any{}), ExternalID: none[string](),
	}}, good)
}

func TestColumnsThatAreNotThereLeaveTheirFields(t *testing.T) {
	good, _, err := csvOf(t, rows.Employees, "User Name,Email Address,Date Added to the Platform\nAna,ana@acme.test,whatever\n")
	require.NoError(t, err)
	require.Equal(t, []people.Input{{Email: "ana@acme.test", Name: "Ana"}}, good)
}

func TestEventsCSV(t *testing.T) {
	at := time.Date(2026, 5, 20, 10, 0, 0, 0, time.UTC)
	channel, template, due, score := criteria.SMS, "T", at.AddDate(0, 0, 1), 12.5
	simulations, bad, err := csvOf(t, rows.Simulations, "campaign,id,email,type,occurredAt,channel,template,automated\n"+
		"C,1,a@x,CLICKED,2026-05-20T10:00:00Z,SMS,T,TRUE\nC,2,a@x,SENT,2026-05-20T10:00:00Z,,,\n")
	require.NoError(t, err)
	require.Empty(t, bad)
	require.Equal(t, []activity.SimulationInput{
		{ID: "1", Email: "a@x", Type: criteria.Clicked, OccurredAt: at, Campaign: "C", Channel: &channel, Template: &template, Automated: true},
		{ID: "2", Email: "a@x", Type: criteria.Sent, OccurredAt: at, Campaign: "C"},
	}, simulations)

	trainings, bad, err := csvOf(t, rows.Trainings, "id,email,type,occurredAt,course,dueAt,score\n"+
		"1,a@x,ENROLLED,2026-05-20T10:00:00Z,C,2026-05-21T10:00:00Z,\n2,a@x,COMPLETED,2026-05-20T10:00:00Z,C,,12.5\n")
	require.NoError(t, err)
	require.Empty(t, bad)
	require.Equal(t, []activity.TrainingInput{
		{ID: "1", Email: "a@x", Type: criteria.Enrolled, OccurredAt: at, Course: "C", DueAt: &due},
		{ID: "2", Email: "a@x", Type: criteria.Completed, OccurredAt: at, Course: "C", Score: &score},
	}, trainings)
}

func TestBadHeaders(t *testing.T) {
	many := make([]string, rows.MaxColumns+1)
	for i := range many {
		many[i] = fmt.Sprintf("attributes.a%d", i)
	}
	for header, says := range map[string]string{
		"":                                       "INVALID: the file is empty: its first line names the columns",
		"\ufeff":                                 "INVALID: the file is empty: its first line names the columns",
		"\xff\xfee\x00":                          "INVALID: the file is UTF-16: save it as UTF-8",
		"email,name,salary,shoe size\n":          `INVALID: unknown columns: "salary", "shoe size"; known are email, name, externalId,`,
		"email;name\n":                           `INVALID: unknown columns: "email;name"`,
		"email\n":                                "INVALID: the column name is missing",
		"email,name,EMAIL\n":                     `INVALID: the header names the column "EMAIL" twice`,
		"email,name,user name\n":                 `INVALID: the header names the column "user name" twice`,
		"email,name,attributes.\n":               `INVALID: unknown columns: "attributes."`,
		"email,name,attributes\n":                `INVALID: unknown columns: "attributes"`,
		"email,na\"me\n":                         "INVALID: the header cannot be read",
		"email,name,attributes.\xff\n":           "INVALID: the header is not UTF-8",
		"email,\"" + strings.Repeat("x", 70<<10): "TOO_LARGE: the header is longer than 65536 bytes",
		strings.Join(many, ",") + "\n":           "TOO_LARGE: the header names 201 columns: at most 200 are allowed",
	} {
		_, err := rows.Employees.CSV(strings.NewReader(header))
		require.ErrorContains(t, err, says)
	}
	_, err := rows.Trainings.CSV(strings.NewReader("id,email,type,occurredAt,course,attributes.x\n"))
	require.ErrorContains(t, err, `INVALID: unknown columns: "attributes.x"`)
}

func TestBadRowsOfCSV(t *testing.T) {
	good, bad, err := csvOf(t, rows.Trainings, "id,email,type,occurredAt,course,score,dueAt\n"+
		"1,a@x,ENROLLED,2026-05-20,C,,\n"+ // 2
		"2,a@x,ENROLLED,2026-05-20T10:00:00Z,C\n"+ // 3
		"3,a@x,ENROLLED,2026-05-20T10:00:00Z,C,1e3,\n"+ // 4
		"4,a@x,ENROLLED,2026-05-20T10:00:00Z,C,,2026-02-30T00:00:00Z\n"+ // 5
		",a@x,ENROLLED,2026-05-20T10:00:00Z,C,,\n"+ // 6
		"6,a@x,ENROLLED,2026-05-20T10:00:00Z,\"C\"x,,\n"+ // 7
		"7,\"a@x,ENROLLED,\n2026-05-20T10:00:00Z,C,,\n8\",a@x\n"+ // 8 to 10
		"9,a@x,ENROLLED,2026-05-20T10:00:00Z,\xff,,\n"+ // 11
		"10,a\x00@x,ENROLLED,2026-05-20T10:00:00Z,C,,\n"+ // 12
		"11,a@x,ENROLLED,2026-05-20T10:00:00Z,C,,\n"+
		"12,a@x,ENR\"OLLED,2026-05-20T10:00:00Z,C,,\n")
	require.NoError(t, err)
	require.Len(t, good, 1)
	require.Equal(t, []string{
		`2: INVALID: occurredAt: "2026-05-20" is not a time such as 2026-01-31T08:00:00Z (RFC 3339)`,
		"3: INVALID: the row has 5 cells, and the header 7",
		`4: INVALID: score: "1e3" is not a number such as 12.5`,
		`5: INVALID: dueAt: "2026-02-30T00:00:00Z" is not a time such as 2026-01-31T08:00:00Z (RFC 3339)`,
		"6: INVALID: id is missing",
		"7: INVALID: a quote is missing or too many, at byte 39 of the line",
		"8: INVALID: the row has 3 cells, and the header 7 (quotes make one row of the lines 8 to 10)",
		"11: INVALID: column 5 is not UTF-8",
		"12: INVALID: email: a character that is not text (NUL)",
		"14: INVALID: a quote is missing or too many, at byte 11 of the line",
	}, bad)
}

func TestAQuoteThatIsNotClosedEndsTheReading(t *testing.T) {
	header := "id,email,type,occurredAt,course\n"
	_, bad, err := csvOf(t, rows.Trainings, header+"1,\"a@x\n2,b@x\n")
	require.NoError(t, err)
	require.Equal(t, []string{"2: INVALID: a quote is missing or too many: the lines 2 to 3 cannot be read"}, bad)

	endless := io.MultiReader(strings.NewReader(header+"1,a@x,ENROLLED,2026-05-20T10:00:00Z,C\n2,\""), endless{})
	r, err := rows.Trainings.CSV(endless)
	require.NoError(t, err)
	good, _, err := all(t, r)
	require.Len(t, good, 1)
	require.EqualError(t, err, "TOO_LARGE: the row after line 2 is longer than 65536 bytes: is a quote missing?")
}

// endless is a source that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestNDJSON(t *testing.T) {
	good, bad, err := all(t, rows.Employees.NDJSON(strings.NewReader("\ufeff"+
		`{"email": "ana@acme.test", "name": "Ana", "title": null, "hiredOn": "2026-01-31", "attributes": {"a": 1.5, "b": true, "c": "x", "d": null}}`+"\r\n\n"+
		`{"email": "bo@acme.test"}`+"\n"+
		`{"email": 7, "name": "x"}`+"\n"+
		`{"email": "x", "name": "x", "Title": "x", "shoe": 3}`+"\n"+
		`[1]`+"\n"+
		`{"email": "x", "name": "x", "attributes": {"a": [1]}}`+"\n"+
		`{"email": "x", "name": "x\u0000"}`+"\n"+
		"{\"email\": \"\xff\", \"name\": \"x\"}\n"+
		`{"email": "x", "name": "`+strings.Repeat("x", rows.MaxRow)+`"}`+"\n"+
		`{"email": "x", "name": null}`+"\n"+
		`{"email": "last@acme.test", "name": "Last"}`)))
	require.NoError(t, err)
	require.Equal(t, []people.Input{
		{
			Email: "ana@acme.test", Name: "Ana", Title: none[string](), HiredOn: given(criteria.Date(20484)),
			Attributes: given(map[string]any{"a": 1.5, "b": true, "c": "x", "d": nil}),
		},
		{Email: "last@acme.test", Name: "Last"},
	}, good)
	require.Equal(t, []string{
		"3: INVALID: name is missing",
		"4: INVALID: email: a string was expected",
		`5: INVALID: unknown fields: "Title", "shoe"`,
		"6: INVALID: the line is not a JSON object",
		`7: INVALID: attributes: "a" is no string, number or boolean`,
		"8: INVALID: name: a character that is not text (NUL)",
		"9: INVALID: the line is not UTF-8",
		"10: TOO_LARGE: the line is longer than 65536 bytes",
		"11: INVALID: name is missing",
	}, bad)
}

func TestNDJSONOfEvents(t *testing.T) {
	good, bad, err := all(t, rows.Trainings.NDJSON(strings.NewReader(
		`{"id": "1", "email": "x", "type": "COMPLETED", "occurredAt": "2026-05-20T10:00:00Z", "course": "C", "score": 1e2}`+"\n"+
			`{"id": "1", "email": "x", "type": "COMPLETED", "occurredAt": "2026-05-20T10:00:00Z", "course": "C", "score": "7"}`+"\n"+
			`{"id": "1", "email": "x", "type": "COMPLETED", "occurredAt": "2026-05-20 10:00", "course": "C"}`)))
	require.NoError(t, err)
	require.Len(t, good, 1)
	require.InDelta(t, 100, *good[0].Score, 0)
	require.Equal(t, []string{
		"2: INVALID: score: a number was expected",
		`3: INVALID: occurredAt: "2026-05-20 10:00" is not a time such as 2026-01-31T08:00:00Z (RFC 3339)`,
	}, bad)
	flags, bad, err := all(t, rows.Simulations.NDJSON(strings.NewReader(
		`{"id": "1", "email": "x", "type": "SENT", "occurredAt": "2026-05-20T10:00:00Z", "campaign": "C", "automated": true}`+"\n"+
			`{"id": "1", "email": "x", "type": "SENT", "occurredAt": "2026-05-20T10:00:00Z", "campaign": "C", "automated": "true"}`)))
	require.NoError(t, err)
	require.True(t, flags[0].Automated)
	require.Equal(t, []string{"2: INVALID: automated: true or false was expected"}, bad)
}

// TestASourceThatBreaksOff: half a row at the end of what arrived is not taken for a row.
func TestASourceThatBreaksOff(t *testing.T) {
	gone := errors.New("gone")
	broken := func(text string) io.Reader { return io.MultiReader(strings.NewReader(text), iotest.ErrReader(gone)) }
	r, err := rows.Employees.CSV(broken("email,name\nana@acme.test,Ana\nbo@acme.test,B"))
	require.NoError(t, err)
	good, bad, err := all(t, r)
	require.ErrorIs(t, err, gone)
	require.Empty(t, bad)
	require.Len(t, good, 1)

	good, bad, err = all(t, rows.Employees.NDJSON(broken(`{"email": "ana@acme.test", "name": "Ana"}`+"\n"+`{"email": "bo@acme.test", "name": "Bo"}`)))
	require.ErrorIs(t, err, gone)
	require.Empty(t, bad)
	require.Len(t, good, 1)

	_, err = rows.Employees.CSV(broken("email,na"))
	require.ErrorIs(t, err, gone)
}

// FuzzRows: whatever comes, reading ends, every row is good or bad with a code, and lines rise.
func FuzzRows(f *testing.F) {
	f.Add([]byte("email,name,attributes.x\nana@acme.test,Ana,1\n\"bo\n\",Bo,'=x\n"))
	f.Add([]byte("{\"email\": \"a\", \"name\": \"b\"}\n{}\nnull\n"))
	f.Add([]byte("id,email,type,occurredAt,course,score\n1,a,ENROLLED,2026-05-20T10:00:00Z,C,1.5\n"))
	f.Add([]byte("\ufeffid,email,type,occurredAt,campaign,automated\n\"1\"\"\",a,SENT,2026-05-20T10:00:00Z,C,true"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := string(data)
		check(t, rows.Employees, text)
		check(t, rows.Simulations, text)
		check(t, rows.Trainings, text)
	})
}

func check[R any](t *testing.T, k rows.Kind[R], text string) {
	readers := []rows.Reader[R]{k.NDJSON(strings.NewReader(text))}
	if r, err := k.CSV(strings.NewReader(text)); err != nil {
		require.Contains(t, []errs.Code{errs.CodeInvalid, errs.CodeTooLarge}, errs.CodeOf(err))
	} else {
		readers = append(readers, r)
	}
	for _, r := range readers {
		for line := 0; ; {
			row, err := r.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					require.Equal(t, errs.CodeTooLarge, errs.CodeOf(err))
				}
				break
			}
			require.Greater(t, row.Line, line)
			require.LessOrEqual(t, row.Size, len(text)+1)
			if row.Bad != nil {
				require.Contains(t, []errs.Code{errs.CodeInvalid, errs.CodeTooLarge}, row.Bad.Code)
			}
			line = row.Line
		}
	}
}
