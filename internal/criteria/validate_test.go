package criteria

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/errs"
)

func clicked() Simulation {
	return Simulation{SimulationEvents: SimulationEvents{Types: []SimulationType{Clicked}}}
}

func TestValidateAcceptsWholeTrees(t *testing.T) {
	for _, text := range []string{
		`{"allOf":[]}`,
		`{"allOf":[{"department":{"ids":["dep_7"]}},{"not":{"training":{"types":["COMPLETED"]}}}]}`,
		`{"simulation":{"types":["CLICKED"],"campaigns":["cmp_1"],"channels":["EMAIL"],"templates":["Invoice"],"window":{"from":{"ago":{"n":30,"unit":"DAY"}}},"count":{"min":2}}}`,
		`{"simulation":{"types":["SENT"],"count":{"max":0}}}`,
		`{"date":{"field":"lastLoginAt","window":{"from":{"ago":{"n":6,"unit":"HOUR"}}}}}`,
		`{"date":{"field":"hiredOn","window":{"from":{"date":"2025-03-01"},"through":{"date":"2025-03-01"}}}}`,
		`{"date":{"field":"hiredOn","window":{"from":{"recent":{"month":2,"day":29}},"to":{"recent":{"month":2,"day":29,"plus":{"n":1,"unit":"MONTH"}}}}}}`,
		`{"attribute":{"name":"workMode","values":["remote",3,true]}}`,
		`{"attribute":{"name":"level","range":{"gte":3,"lte":3}}}`,
		`{"rate":{"types":["CLICKED"],"range":{"gt":50},"minSent":5}}`,
		`{"risk":{"score":{"min":41,"max":100},"window":{"from":{"ago":{"n":20,"unit":"DAY"}}}}}`,
		`{"order":{"event":{"training":{"types":["COMPLETED"]}},"after":{"simulation":{"types":["CLICKED"]}},"anchor":"LAST","count":{"max":0}}}`,
		`{"enrolment":{"state":"OVERDUE"}}`,
		`{"group":{"ids":["grp_1"]}}`,
	} {
		var tree Tree
		require.NoError(t, json.Unmarshal([]byte(text), &tree), text)
		require.NoError(t, tree.Validate(), text)
	}
}

// Every rule, broken alone; the error begins with the place of the fault.
func TestValidateNamesThePlaceOfTheFault(t *testing.T) {
	window := func(w Window) Node { return DateIn{Field: CreatedAt, Window: w} }
	days := func(w Window) Node { return DateIn{Field: HiredOn, Window: w} }
	simulation := func(change func(*Simulation)) Node {
		s := clicked()
		change(&s)
		return s
	}
	risk := func(low, high int) Node { return Risk{Score: &ScoreRange{low, high}} }
	ago := func(n int, unit Unit) *Bound { return &Bound{Ago: &Span{n, unit}} }
	for _, c := range []struct {
		place string
		node  Node
	}{
		{"$", nil},
		{"$", (*AllOf)(nil)},
		{"$", (*Simulation)(nil)},
		{"$.anyOf", AnyOf{}},
		{"$.not", Not{}},
		{"$.allOf[1]", AllOf{[]Node{clicked(), nil}}},
		{"$.allOf[1].anyOf[0].not.group.ids", AllOf{[]Node{clicked(), AnyOf{[]Node{Not{InGroup{}}}}}}},

		{"$.department", Department{}},
		{"$.department", Department{IDs: []DepartmentID{1}, Missing: true}},
		{"$.department.ids[1]", Department{IDs: []DepartmentID{1, 0}}},
		{"$.department.ids", Department{IDs: make([]DepartmentID, MaxValues+1)}},
		{"$.group.ids[0]", InGroup{[]GroupID{-4}}},

		{"$.profile.field", Profile{Field: "shoeSize", Values: []string{"44"}}},
		{"$.profile", Profile{Field: FieldTitle}},
		{"$.profile", Profile{Field: FieldTitle, Values: []string{"a"}, Missing: true}},
		{"$.profile", Profile{Field: FieldTitle, Match: MatchIs, Missing: true}},
		{"$.profile.missing", Profile{Field: FieldStatus, Missing: true}},
		{"$.profile.match", Profile{Field: FieldCountry, Match: MatchWords, Values: []string{"ES"}}},
		{"$.profile.match", Profile{Field: FieldTitle, Match: "LIKE", Values: []string{"a"}}},
		{"$.profile.values[1]", Profile{Field: FieldTitle, Values: []string{"a", " "}}},
		{"$.profile.values[0]", Profile{Field: FieldTitle, Values: []string{"!?"}}},
		{"$.profile.values[0]", Profile{Field: FieldLocation, Values: []string{"a\x00b"}}},
		{"$.profile.values[0]", Profile{Field: FieldLocation, Values: []string{"a\xffb"}}},
		{"$.profile.values[0]", Profile{Field: FieldLocation, Values: []string{strings.Repeat("é", MaxText+1)}}},
		{"$.profile.values[0]", Profile{Field: FieldCountry, Values: []string{"Spain"}}},
		{"$.profile.values[0]", Profile{Field: FieldLanguage, Values: []string{"Spanish"}}},
		{"$.profile.values[0]", Profile{Field: FieldEmail, Values: []string{"ana"}}},
		{"$.profile.values[0]", Profile{Field: FieldManager, Values: []string{"ana@acme@test"}}},
		{"$.profile.values[0]", Profile{Field: FieldEmail, Match: MatchEndsWith, Values: []string{"@a b"}}},
		{"$.profile.values[0]", Profile{Field: FieldStatus, Values: []string{"active"}}},
		{"$.profile.values[0]", Profile{Field: FieldEmployeeType, Values: []string{"BOSS"}}},

		{"$.attribute.name", Attribute{Missing: true}},
		{"$.attribute", Attribute{Name: "level"}},
		{"$.attribute", Attribute{Name: "level", Values: []any{1.0}, Missing: true}},
		{"$.attribute.values[0]", Attribute{Name: "level", Values: []any{1}}},
		{"$.attribute.values[0]", Attribute{Name: "level", Values: []any{math.NaN()}}},
		{"$.attribute.values[0]", Attribute{Name: "level", Values: []any{""}}},
		{"$.attribute.window.from.ago.unit", Attribute{Name: "end", Window: new(Last(3, Hour))}},
		{"$.attribute.range", Attribute{Name: "level", Range: &Range{}}},
		{"$.attribute.range", Attribute{Name: "level", Range: &Range{GT: new(1.0), GTE: new(1.0)}}},
		{"$.attribute.range", Attribute{Name: "level", Range: &Range{LT: new(1.0), LTE: new(1.0)}}},
		{"$.attribute.range", Attribute{Name: "level", Range: &Range{GT: new(1.0), LTE: new(1.0)}}},
		{"$.attribute.range", Attribute{Name: "level", Range: &Range{GTE: new(2.0), LTE: new(1.0)}}},
		{"$.attribute.range", Attribute{Name: "level", Range: &Range{GTE: new(math.Inf(1))}}},

		{"$.simulation.types", Simulation{}},
		{"$.simulation.types[0]", simulation(func(s *Simulation) { s.Types = []SimulationType{"CLICK"} })},
		{"$.simulation.channels[0]", simulation(func(s *Simulation) { s.Channels = []Channel{"FAX"} })},
		{"$.simulation.campaigns[0]", simulation(func(s *Simulation) { s.Campaigns = []CampaignID{0} })},
		{"$.simulation.templates[0]", simulation(func(s *Simulation) { s.Templates = []string{""} })},
		{"$.simulation.count.min", simulation(func(s *Simulation) { s.Count.Min = -1 })},
		{"$.simulation.count.max", simulation(func(s *Simulation) { s.Count = Count{2, new(1)} })},
		{"$.simulation.count.max", simulation(func(s *Simulation) { s.Count = Count{0, new(MaxCount + 1)} })},
		{"$.training.types", Training{}},
		{"$.enrolment.state", Enrolment{State: "LATE"}},
		{"$.order.event", Order{}},
		{"$.order.after.training.types", Order{Event: Events{Simulation: new(clicked().SimulationEvents)}, After: Events{Training: &TrainingEvents{}}}},
		{"$.order.anchor", Order{Event: Events{Simulation: new(clicked().SimulationEvents)}, After: Events{Simulation: new(clicked().SimulationEvents)}}},
		{"$.order.within.n", Order{Event: Events{Simulation: new(clicked().SimulationEvents)}, After: Events{Simulation: new(clicked().SimulationEvents)}, Anchor: AnyOfThem, Within: &Span{}}},
		{"$.rate.range", Rate{Types: []SimulationType{Clicked}, Range: Range{GT: new(101.0)}}},
		{"$.rate.minSent", Rate{Types: []SimulationType{Clicked}, Range: Range{GT: new(1.0)}, MinSent: -1}},
		{"$.risk", Risk{}},
		{"$.risk", Risk{Levels: []RiskLevel{High}, Score: &ScoreRange{0, 100}}},
		{"$.risk.levels[0]", Risk{Levels: []RiskLevel{"SEVERE"}}},
		{"$.risk.score", risk(50, 40)},
		{"$.risk.score", risk(-1, 40)},
		{"$.risk.score", risk(1, 101)},

		{"$.date.field", DateIn{}},
		{"$.date.window.from", window(Window{From: &Bound{}})},
		{"$.date.window.to", window(Window{To: &Bound{Date: new(Date(0)), Period: &Period{Day, 0}}})},
		{"$.date.window", window(Window{To: ago(1, Day), Through: ago(1, Day)})},
		{"$.date.window.from.ago.n", window(Window{From: ago(0, Day)})},
		{"$.date.window.from.ago.n", window(Window{From: ago(MaxSpan+1, Day)})},
		{"$.date.window.from.ago.unit", window(Window{From: ago(1, "FORTNIGHT")})},
		{"$.date.window.from.ago.unit", days(Window{From: ago(1, Hour)})},
		{"$.date.window.from.date", window(Window{From: &Bound{Date: new(MaxDate + 1)}})},
		{"$.date.window.from.period.unit", window(Window{From: &Bound{Period: &Period{Hour, 0}}})},
		{"$.date.window.from.period.offset", window(Window{From: &Bound{Period: &Period{Day, -MaxSpan - 1}}})},
		{"$.date.window.from", window(Window{From: &Bound{Period: &Period{Day, 1}}})},
		{"$.date.window.through", window(Window{Through: &Bound{Period: &Period{Month, -1}}})},
		{"$.date.window.from.recent.month", window(Window{From: &Bound{Recent: &Recent{Month: 13, Day: 1}}})},
		{"$.date.window.from.recent.day", window(Window{From: &Bound{Recent: &Recent{Month: 2, Day: 30}}})},
		{"$.date.window.from.recent.plus.unit", window(Window{From: &Bound{Recent: &Recent{Month: 2, Day: 1, Plus: &Span{1, Hour}}}})},
		{"$.date.window", window(Window{From: &Bound{Date: new(Date(5))}, To: &Bound{Date: new(Date(5))}})},
		{"$.date.window", window(Window{From: &Bound{Date: new(Date(6))}, Through: &Bound{Date: new(Date(5))}})},
		{"$.date.window", window(Window{From: ago(30, Day), To: ago(90, Day)})},
		{"$.date.window", window(Window{From: ago(30, Day), Through: ago(30, Day)})},
		{"$.date.window", window(Window{From: &Bound{Period: &Period{Month, -1}}, To: &Bound{Period: &Period{Month, -1}}})},
		{"$.date.window", window(Window{From: &Bound{Recent: &Recent{Month: 5, Day: 1}}, To: &Bound{Recent: &Recent{Month: 5, Day: 1}}})},
	} {
		err := Tree{c.node}.Validate()
		require.ErrorContains(t, err, string(errs.CodeInvalid)+": "+c.place+": ")
	}
}

func TestValidateBoundsSizeAndDepth(t *testing.T) {
	nest := func(n Node, levels int) Tree {
		for range levels {
			n = Not{n}
		}
		return Tree{n}
	}
	none := clicked()
	none.Count.Max = new(0)
	require.NoError(t, nest(clicked(), MaxDepth).Validate())
	require.Error(t, nest(clicked(), MaxDepth+1).Validate())
	require.NoError(t, nest(none, MaxDepth-1).Validate())
	require.Error(t, nest(none, MaxDepth).Validate(), "it becomes a Not of its own in the canonical form")

	wide := make([]Node, MaxConditions)
	for i := range wide {
		wide[i] = clicked()
	}
	require.NoError(t, Tree{AllOf{wide}}.Validate())
	require.Error(t, Tree{AllOf{slices.Concat(wide, []Node{clicked()})}}.Validate())
	require.Error(t, Tree{AllOf{slices.Concat(wide, []Node{AllOf{}})}}.Validate())

	endless := []Node{nil, nil}
	endless[0], endless[1] = AllOf{endless}, AllOf{endless}
	require.Error(t, Tree{AllOf{endless}}.Validate())
}

func TestDaysAllowAWindowOfOneDayAgo(t *testing.T) {
	ago := &Bound{Ago: &Span{30, Day}}
	require.NoError(t, Tree{DateIn{Field: HiredOn, Window: Window{From: ago, Through: ago}}}.Validate())
}
