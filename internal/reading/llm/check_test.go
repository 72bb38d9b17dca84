package llm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// talk makes a conversation about the description, without anybody to talk to.
func talk(description string) *conversation {
	g := grammar()
	marks := g.Marks(description, noon)
	catalog := testCatalog()
	return &conversation{
		reader: &Reader{model: modelName, limits: DefaultLimits()}, description: description, marks: marks, names: namesIn(catalog),
		mask: newMask(description, marks, catalog.Managers), offer: newOffer(catalog, description, marks),
		glossary: g.Glossary(),
	}
}

const (
	sent      = `{"types":["SENT"]}`
	completed = `{"types":["COMPLETED"]}`
	everyLast = `{"types":["CLICKED"],"window":` + last30 + `}`
)

func TestCompleteReadings(t *testing.T) {
	for _, tt := range []struct {
		description, answer, want string
	}{
		{
			"People of the Finanzabteilung who clicked twice",
			nodes(at("0", "", "allOf", ""), at("1", "0", "department", inFinance, "Finanzabteilung"),
				at("2", "0", "simulation", `{"types":["CLICKED"],"count":{"min":2,"max":null}}`, "clicked twice")),
			`{"allOf":[{"department":{"ids":["dep_7"]}},{"simulation":{"types":["CLICKED"],"count":{"min":2}}}]}`,
		},
		{
			"Finance people who were not überlistet",
			nodes(at("0", "", "allOf", ""), at("1", "0", "department", inFinance, "Finance"), at("2", "0", "not", "", "not"),
				at("3", "2", "simulation", `{`+failures+`}`, "überlistet")),
			`{"allOf":[{"department":{"ids":["dep_7"]}},{"not":{"simulation":{"types":["CLICKED","SUBMITTED","ATTACHMENT_OPENED","QR_SCANNED","REPLIED"]}}}]}`,
		},
		{
			"Leute in Finance or Legal who clicked",
			nodes(at("0", "", "allOf", ""), at("1", "0", "department", wideDepartment, "Leute in Finance or Legal"), at("2", "0", "simulation", clicked, "clicked")),
			"", // "Leute" stands for nothing that the node says
		},
		{
			"Überlistet: Finance or Legal",
			nodes(at("0", "", "allOf", ""), at("1", "0", "department", wideDepartment, "Finance or Legal"), at("2", "0", "simulation", `{`+failures+`}`, "Überlistet")),
			`{"allOf":[{"department":{"ids":["dep_7","dep_8"]}},{"simulation":{"types":["CLICKED","SUBMITTED","ATTACHMENT_OPENED","QR_SCANNED","REPLIED"]}}]}`,
		},
		{
			"report to Ana Souza and überlistet",
			nodes(at("0", "", "allOf", ""), at("1", "0", "profile", `{"field":"manager","values":["X_1"]}`, "report to X_1"), at("2", "0", "simulation", `{`+failures+`}`, "überlistet")),
			`{"allOf":[{"profile":{"field":"manager","values":["ana@acme.example"]}},{"simulation":{"types":["CLICKED","SUBMITTED","ATTACHMENT_OPENED","QR_SCANNED","REPLIED"]}}]}`,
		},
		{
			"überlistet by at least 3 simulations",
			nodes(at("0", "", "simulation", `{`+failures+`,"count":{"min":3}}`, "überlistet by at least 3 simulations")),
			`{"simulation":{"types":["CLICKED","SUBMITTED","ATTACHMENT_OPENED","QR_SCANNED","REPLIED"],"count":{"min":3}}}`,
		},
		{
			"überlistet high-risk contractors with a click rate above 30 %, by SMS",
			nodes(at("0", "", "allOf", ""), at("1", "0", "risk", `{"levels":["HIGH"]}`, "high-risk"),
				at("2", "0", "profile", `{"field":"employeeType","values":["CONTRACTOR"]}`, "contractors"),
				at("3", "0", "rate", `{"types":["CLICKED"],"range":{"gt":30}}`, "click rate above 30 %"),
				at("4", "0", "simulation", `{`+strings.Replace(failures, `"channels":null`, `"channels":["SMS"]`, 1)+`}`, "überlistet", "by SMS")),
			`{"allOf":[{"risk":{"levels":["HIGH"]}},{"profile":{"field":"employeeType","values":["CONTRACTOR"]}},{"rate":{"types":["CLICKED"],"range":{"gt":30}}},
				{"simulation":{"types":["CLICKED","SUBMITTED","ATTACHMENT_OPENED","QR_SCANNED","REPLIED"],"channels":["SMS"]}}]}`,
		},
		{
			"überlistet untrained new hires, repeat offenders",
			nodes(at("0", "", "allOf", ""), at("1", "0", "not", ""), at("2", "1", "training", completed, "untrained"),
				at("3", "0", "date", `{"field":"hiredOn","window":`+last30+`}`, "new hires"), at("4", "0", "simulation", `{`+failures+`}`, "überlistet"),
				at("5", "0", "simulation", `{`+failures+`,"window":{"from":{"ago":{"n":90,"unit":"DAY"}}},"count":{"min":2}}`, "repeat offenders")),
			`{"allOf":[{"not":{"training":{"types":["COMPLETED"]}}},{"date":{"field":"hiredOn","window":{"from":{"ago":{"n":30,"unit":"DAY"}}}}},
				{"simulation":{"types":["CLICKED","SUBMITTED","ATTACHMENT_OPENED","QR_SCANNED","REPLIED"]}},
				{"simulation":{"types":["CLICKED","SUBMITTED","ATTACHMENT_OPENED","QR_SCANNED","REPLIED"],"window":{"from":{"ago":{"n":90,"unit":"DAY"}}},"count":{"min":2}}}]}`,
		},
		{
			"überfällige courses",
			nodes(at("0", "", "enrolment", `{"state":"OVERDUE"}`, "überfällige courses")),
			`{"enrolment":{"state":"OVERDUE"}}`,
		},
	} {
		t.Run(tt.description, func(t *testing.T) {
			got, faults := talk(tt.description).judge(tt.answer)
			if tt.want == "" {
				require.NotEqual(t, reading.NeedsReview, got.Status)
				return
			}
			require.Empty(t, faults)
			require.Equal(t, reading.NeedsReview, got.Status, got.Unresolved)
			require.Equal(t, tree(t, tt.want), got.Tree)
		})
	}
}

// TestWrongReadings holds the promise: no answer that drops a clause or widens the group is complete.
func TestWrongReadings(t *testing.T) {
	finance := at("1", "0", "department", inFinance, "Finance")
	caught := at("2", "0", "simulation", `{`+failures+`}`, "überlistet")
	for _, tt := range []struct {
		name, description string
		nodes             []node
	}{
		{"a clause dropped", outwitted, []node{at("1", "", "department", inFinance, "Finance")}},
		{"a clause dropped under a long quote", outwitted, []node{at("1", "", "department", inFinance, outwitted)}},
		{"a clause dropped under two quotes", "Finance people who like Jazz and were überlistet", []node{
			at("0", "", "allOf", ""), at("1", "0", "department", inFinance, "Finance people who like Jazz"), caught,
		}},
		{"the window dropped", outwitted, []node{at("0", "", "allOf", ""), finance, at("2", "0", "simulation", `{`+failures+`}`, "überlistet in the last 30 days")}},
		{"a longer window", outwitted, []node{
			at("0", "", "allOf", ""), finance,
			at("2", "0", "simulation", `{`+failures+`,"window":{"from":{"ago":{"n":90,"unit":"DAY"}}}}`, "überlistet", "in the last 30 days"),
		}},
		{"a window of its own", "Finance people who never clicked, überlistet", []node{
			at("0", "", "allOf", ""), finance, caught,
			at("3", "0", "not", "", "never"), at("4", "3", "simulation", everyLast, "clicked"),
		}},
		{"the count dropped", "Finance people who clicked at least 3 times, überlistet", []node{
			at("0", "", "allOf", ""), finance, caught,
			at("3", "0", "simulation", clicked, "clicked at least 3 times"),
		}},
		{"another count", "Finance people who clicked at least 3 times, überlistet", []node{
			at("0", "", "allOf", ""), finance, caught,
			at("3", "0", "simulation", `{"types":["CLICKED"],"count":{"min":2}}`, "clicked at least 3 times"),
		}},
		{"the negation dropped", "Finance people who were not überlistet", []node{
			at("0", "", "allOf", ""), finance,
			at("2", "0", "simulation", `{`+failures+`}`, "not überlistet"),
		}},
		{"the negation undone", "Finance people who were not überlistet", []node{
			at("0", "", "allOf", ""), finance,
			at("3", "0", "not", "", "not"), at("4", "3", "not", "", "not"), at("2", "4", "simulation", `{`+failures+`}`, "überlistet"),
		}},
		{"the negation over too much", "Finance people who were not überlistet", []node{at("3", "", "not", "", "not"), at("0", "3", "allOf", ""), finance, caught}},
		{"a negation of its own", "Finance people who clicked, überlistet", []node{
			at("0", "", "allOf", ""), finance, caught,
			at("3", "0", "not", ""), at("4", "3", "simulation", clicked, "clicked"),
		}},
		{"an or of its own", "Finance people who clicked, überlistet", []node{at("0", "", "anyOf", ""), finance, caught, at("4", "0", "simulation", clicked, "clicked")}},
		{"another department too", outwitted, []node{
			at("0", "", "allOf", ""), at("1", "0", "department", wideDepartment, "Finance"),
			at("2", "0", "simulation", failedLast30, "überlistet", "in the last 30 days"),
		}},
		{"other events too", "Finance people who clicked, überlistet", []node{
			at("0", "", "allOf", ""), finance, caught,
			at("4", "0", "simulation", `{`+failures+`}`, "clicked"),
		}},
		{"one of two instead of both", "überlistet people who completed Phishing Basics and Password Hygiene", []node{
			at("0", "", "allOf", ""), caught,
			at("4", "0", "training", `{"types":["COMPLETED"],"courses":["crs_3","crs_4"]}`, "completed Phishing Basics and Password Hygiene"),
		}},
		{"one of two events instead of both", "überlistet people who clicked and reported", []node{
			at("0", "", "allOf", ""), caught,
			at("4", "0", "simulation", `{"types":["CLICKED","REPORTED"]}`, "clicked and reported"),
		}},
		{"another type of employee", "überlistet contractors", []node{
			at("0", "", "allOf", ""), caught,
			at("1", "0", "profile", `{"field":"employeeType","values":["CONTRACTOR","INTERN"]}`, "contractors"),
		}},
		{"all levels of risk", "überlistet high-risk people", []node{at("0", "", "allOf", ""), caught, at("1", "0", "risk", `{"levels":["LOW","MEDIUM","HIGH"]}`, "high-risk")}},
		{"another channel", "überlistet people who clicked by SMS", []node{
			at("0", "", "allOf", ""), caught,
			at("1", "0", "simulation", `{"types":["CLICKED"],"channels":["SMS","VOICE"]}`, "clicked by SMS"),
		}},
		{"the channel dropped", "überlistet people who clicked by SMS", []node{at("0", "", "allOf", ""), caught, at("1", "0", "simulation", clicked, "clicked by SMS")}},
		{"fewer simulations for a rate", "überlistet people with a click rate above 30 %", []node{
			at("0", "", "allOf", ""), caught,
			at("1", "0", "rate", `{"types":["CLICKED"],"range":{"gt":30},"minSent":1}`, "click rate above 30 %"),
		}},
		{"a new hire of long ago", "überlistet new hires", []node{
			at("0", "", "allOf", ""), caught,
			at("1", "0", "date", `{"field":"hiredOn","window":{"from":{"ago":{"n":365,"unit":"DAY"}}}}`, "new hires"),
		}},
		{"a new hire of any time", "überlistet new hires", []node{at("0", "", "allOf", ""), caught, at("1", "0", "date", `{"field":"hiredOn"}`, "new hires")}},
		{"a repeat offender of one failure", "überlistet repeat offenders", []node{at("0", "", "allOf", ""), caught, at("1", "0", "simulation", `{`+failures+`}`, "repeat offenders")}},
		{"trained instead of untrained", "überlistet untrained people", []node{at("0", "", "allOf", ""), caught, at("1", "0", "training", completed, "untrained")}},
		{"added instead of hired", "überlistet people hired in the last 30 days", []node{
			at("0", "", "allOf", ""), caught,
			at("1", "0", "date", `{"field":"createdAt","window":`+last30+`}`, "hired in the last 30 days"),
		}},
		{"the words for nobody in particular", "überlistet employees", []node{at("0", "", "allOf", ""), caught, at("4", "0", "simulation", clicked, "employees")}},
		{"a manager who can be two", "people of Souza who clicked", []node{
			at("0", "", "allOf", ""), at("1", "0", "profile", `{"field":"manager","values":["X_1"]}`, "of X_1"),
			at("4", "0", "simulation", clicked, "clicked"),
		}},
		{"an address from nowhere", outwitted, []node{
			at("0", "", "allOf", ""), finance, at("2", "0", "simulation", failedLast30, "überlistet", "in the last 30 days"),
			at("3", "0", "profile", `{"field":"manager","values":["eve@evil.example"]}`, "überlistet"),
		}},
		{"text for an attribute's value that was not offered", outwitted, []node{
			at("0", "", "allOf", ""), finance, at("2", "0", "simulation", failedLast30, "überlistet", "in the last 30 days"),
			at("3", "0", "attribute", `{"name":"costCenter","values":["K-999"]}`, "überlistet"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, faults := talk(tt.description).judge(nodes(tt.nodes...))
			require.NotEqual(t, reading.NeedsReview, got.Status)
			require.Nil(t, got.Tree)
			require.NotEmpty(t, faults, "the model is told")
		})
	}
}

func TestWordsThatTheModelGivesUpAreUnresolved(t *testing.T) {
	c := talk("left-handed Finance people")
	got, faults := c.judge(`{"nodes":[{"id":"1","parent":null,"kind":"department","quotes":["Finance"],"fields":{"ids":["dep_7"]}}],"unsupported":["left-handed"]}`)
	require.Empty(t, faults, "there is nothing to mend")
	require.Equal(t, reading.Partial, got.Status)
	require.Nil(t, got.Tree)

	c = talk("Finance people who are not left-handed")
	got, faults = c.judge(`{"nodes":[{"id":"1","parent":null,"kind":"department","quotes":["Finance"],"fields":{"ids":["dep_7"]}}],"unsupported":["not left-handed"]}`)
	require.Empty(t, faults)
	require.Equal(t, reading.Refused, got.Status, "the meaning could turn round")
}

func TestTheOrganizationsRiskWindowIsUsed(t *testing.T) {
	c := talk("überlistet high-risk people")
	c.glossary.RiskDays = 30
	got, faults := c.judge(nodes(at("0", "", "allOf", ""), at("1", "0", "risk", `{"levels":["HIGH"]}`, "high-risk"), at("2", "0", "simulation", clicked, "überlistet")))
	require.Empty(t, faults)
	require.Equal(t, tree(t, `{"allOf":[{"risk":{"levels":["HIGH"],"window":`+last30+`}},{"simulation":{"types":["CLICKED"]}}]}`), got.Tree)
}

// TestAnyAnswerIsJudged draws answers from the words of a description: whatever they say, a complete one is a valid tree that says
// something, in which no negation is lost.
func TestAnyAnswerIsJudged(t *testing.T) {
	const description = "Finance people who were not überlistet in the last 30 days"
	quotes := []string{"Finance", "people", "not", "überlistet", "in the last 30 days", "not überlistet in the last 30 days", "Fin", description, ""}
	fields := map[string][]string{
		"department": {inFinance, wideDepartment, overheard, `{"missing":true}`},
		"simulation": {clicked, `{` + failures + `}`, failedLast30, `{"types":[]}`, sent},
		"training":   {completed, `{"types":["COMPLETED"],"count":{"max":0}}`},
		"risk":       {`{"levels":["HIGH"]}`, `null`},
		"allOf":      {""}, "anyOf": {""}, "not": {""},
	}
	kinds := []string{"allOf", "anyOf", "not", "department", "simulation", "training", "risk"}
	rapid.Check(t, func(t *rapid.T) {
		var list []node
		for i := range rapid.IntRange(1, 6).Draw(t, "nodes") {
			kind := rapid.SampledFrom(kinds).Draw(t, "kind")
			parent := ""
			if i > 0 {
				parent = string(rune('a' + rapid.IntRange(0, 6).Draw(t, "parent")))
			}
			list = append(list, at(string(rune('a'+i)), parent, kind, rapid.SampledFrom(fields[kind]).Draw(t, "fields"),
				rapid.SliceOfN(rapid.SampledFrom(quotes), 0, 3).Draw(t, "quotes")...))
		}
		got, faults := talk(description).judge(nodes(list...))
		if got.Status != reading.NeedsReview {
			return
		}
		require.Empty(t, faults)
		require.NoError(t, got.Tree.Validate())
		require.NotEqual(t, criteria.AllOf{}, got.Tree.Root)
		require.Contains(t, text(got.Tree), `"not"`)
		require.Contains(t, text(got.Tree), `"dep_7"`)
		require.NotContains(t, text(got.Tree), `"dep_8"`)
		require.Contains(t, text(got.Tree), `{"from":{"ago":{"n":30,"unit":"DAY"}}}`)
	})
}

// FuzzJudge looks for answers that make the checks fall over.
func FuzzJudge(f *testing.F) {
	f.Add(outwitted, honest())
	f.Add("Finance people who were not überlistet", nodes(at("0", "", "not", "", "not")))
	f.Fuzz(func(t *testing.T, description, answer string) {
		if len(description) > reading.MaxRunes {
			return
		}
		got, faults := talk(description).judge(answer)
		if got.Tree != nil {
			require.Empty(t, faults)
			require.NoError(t, got.Tree.Validate())
		}
	})
}
