package sqlgen_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// world is an organization in a database, whose employees come and go with each check.
type world struct {
	criteriatest.World
	db           *storage.DB
	organization int64
	next         int // numbers e-mails and events
}

// newWorld makes the organization; ids start anywhere, so that those of different tables differ.
func newWorld(t *testing.T, db *storage.DB) *world {
	t.Helper()
	w := &world{World: criteriatest.Sample(), db: db}
	for _, name := range []string{"Other", "Acme"} {
		w.organization = storagetest.Organization(t, db, name, "America/New_York")
		w.settle(t)
	}
	w.Attributes = append(w.Attributes,
		criteriatest.Attribute{Name: `R&D "x\y" año`, Values: []any{"a<b", `c"d`, "São", 0.1, -2.5e21}},
		criteriatest.Attribute{Name: "mixed", Values: []any{"1", 1.0, true, "true", "2026-02-29", "2024-02-29", "20260101", "now"}})
	w.Profiles = append(w.Profiles,
		criteriatest.Profile{Field: criteria.FieldTitle, Values: []string{"100% Owner", "Under_score", `Back\slash`, "Head of R&D", "Managerial Accountant"}},
		criteriatest.Profile{Field: criteria.FieldLanguage, Values: []string{"est", "es-419"}},
		criteriatest.Profile{Field: criteria.FieldExternalID, Values: []string{"50%_off", "HR_17"}})
	return w
}

// settle gives the present organization departments, campaigns, courses and groups.
func (w *world) settle(t *testing.T) {
	t.Helper()
	w.Departments, w.Campaigns, w.Courses, w.Groups = nil, nil, nil, nil
	lineages := []string{"/"}
	for i, parent := range []int{0, 1, 2, 0} {
		id := w.insert(t, "departments", map[string]any{"name": "d", "name_key": "d", "path": "d", "path_key": strconv.Itoa(i), "source": "MANUAL", "created_at": 0})
		lineages = append(lineages, fmt.Sprintf("%s%d/", lineages[parent], id))
		w.exec(t, "UPDATE departments SET lineage = ? WHERE id = ?", lineages[i+1], id)
		w.Departments = append(w.Departments, criteria.DepartmentID(id))
	}
	for i := range 4 {
		name := map[string]any{"name": "n", "name_key": strconv.Itoa(i), "created_at": 0}
		w.Campaigns = append(w.Campaigns, criteria.CampaignID(w.insert(t, "campaigns", name)))
		w.Courses = append(w.Courses, criteria.CourseID(w.insert(t, "courses", name)))
		w.Groups = append(w.Groups, criteria.GroupID(w.insert(t, "groups", map[string]any{
			"name": "n", "name_key": "n", "kind": "SMART", "status": "ACTIVE", "created_at": 0, "updated_at": 0,
		})))
	}
}

func (w *world) exec(t *testing.T, query string, args ...any) {
	_, err := w.db.Writer().ExecContext(t.Context(), w.db.Dialect().Rebind(query), args...)
	require.NoError(t, err)
}

// insert writes a row of the organization and gives its id.
func (w *world) insert(t require.TestingT, table string, values map[string]any) int64 {
	return insert(t, w.db.Writer(), w.db.Dialect(), w.organization, table, values)
}

func insert(t require.TestingT, q interface {
	QueryRow(query string, args ...any) *sql.Row
}, dialect storage.Dialect, organization int64, table string, values map[string]any,
) int64 {
	columns, args := []string{"organization_id"}, []any{organization}
	for column, value := range values {
		columns, args = append(columns, column), append(args, value)
	}
	returning := " RETURNING id"
	if table == "memberships" {
		returning = " RETURNING employee_id"
	}
	var id int64
	query := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(args)-1) + ")" + returning
	require.NoError(t, q.QueryRow(dialect.Rebind(query), args...).Scan(&id), query)
	return id
}

// population writes drawn employees with drawn facts, in a transaction that the check rolls back.
type population struct {
	*world
	*rapid.T
	tx          *sql.Tx
	times       []criteria.Instant
	days        []criteria.Date
	simulations []criteria.SimulationType
	trainings   []criteria.TrainingType
}

// choose narrows what the population is made of, so that facts coincide.
func (p *population) choose(now criteria.Instant, times []criteria.Instant, days []criteria.Date) {
	p.times = append(rapid.SliceOfN(rapid.SampledFrom(times), 1, 5).Draw(p.T, "times"), now)
	p.days = rapid.SliceOfN(rapid.SampledFrom(days), 2, 7).Draw(p.T, "days")
	p.simulations = rapid.SliceOfN(rapid.SampledFrom(criteria.SimulationTypes), 1, 4).Draw(p.T, "simulation types")
	p.trainings = append(rapid.SliceOfN(rapid.SampledFrom(criteria.TrainingTypes), 0, 3).Draw(p.T, "training types"), criteria.Enrolled, criteria.Completed)
}

func (p *population) row(table string, values map[string]any) int64 {
	return insert(p.T, p.tx, p.db.Dialect(), p.organization, table, values)
}

func draw[V any](p *population, label string, of []V) V {
	return rapid.SampledFrom(of).Draw(p.T, label)
}

func (p *population) maybe(label string) bool { return rapid.IntRange(0, 2).Draw(p.T, label) > 0 }

func (p *population) instant() int64 { return int64(draw(p, "at", p.times)) }

func (p *population) employee() int64 {
	p.next++
	email := fmt.Sprintf("e%d@acme.test", p.next)
	row := map[string]any{
		"email": email, "email_key": criteria.EmailKey(email), "name": "n", "name_key": criteria.FoldWords("n"),
		"status": draw(p, "status", []string{"ACTIVE", "ACTIVE", "ACTIVE", "DISABLED"}), "created_at": p.instant(), "updated_at": 0, "attributes": "{}",
	}
	for _, profile := range p.Profiles {
		if profile.Field == criteria.FieldStatus || profile.Field == criteria.FieldEmail || !p.maybe("has") {
			continue
		}
		column, fold := columnOf(profile.Field)
		row[column] = fold(draw(p, column, profile.Values))
	}
	if p.maybe("hired") {
		row["hired_on"] = int64(draw(p, "hired_on", p.days))
	}
	if p.maybe("login") {
		row["last_login_at"] = p.instant()
	}
	if p.maybe("department") {
		row["department_id"] = int64(draw(p, "department", p.Departments))
	}
	row["attributes_key"] = p.attributes()
	id := p.row("employees", row)
	for _, group := range rapid.SliceOfNDistinct(rapid.SampledFrom(p.Groups), 0, 2, rapid.ID).Draw(p.T, "groups") {
		p.row("memberships", map[string]any{"employee_id": id, "group_id": int64(group), "joined_at": 0, "join_cause": "FACT"})
	}
	return id
}

func columnOf(field criteria.ProfileField) (string, func(string) string) {
	switch field {
	case criteria.FieldName:
		return "name_key", criteria.FoldWords
	case criteria.FieldTitle:
		return "title_key", criteria.FoldWords
	case criteria.FieldExternalID:
		return "external_id_key", criteria.Fold
	case criteria.FieldManager:
		return "manager_key", criteria.EmailKey
	case criteria.FieldLocation:
		return "location_key", criteria.Fold
	case criteria.FieldEmployeeType:
		return "employee_type", strings.ToUpper
	case criteria.FieldCountry:
		return "country", strings.ToUpper
	default:
		return string(field), strings.ToLower
	}
}

func (p *population) attributes() string {
	values := map[string]any{}
	for _, attribute := range p.Attributes {
		if !p.maybe("has") {
			continue
		}
		value := draw(p, "value", append([]any{"", 3.0, p.days[0].String()}, attribute.Values...))
		if text, is := value.(string); is {
			value = criteria.Fold(text)
		}
		values[criteria.Fold(attribute.Name)] = value
	}
	text, err := json.Marshal(values)
	require.NoError(p.T, err)
	return string(text)
}

func (p *population) simulation(employee int64) {
	p.next++
	row := map[string]any{
		"employee_id": employee, "event_id": strconv.Itoa(p.next), "recorded_at": 0, "occurred_at": p.instant(),
		"type": string(draw(p, "type", append(p.simulations, criteria.Sent))), "campaign_id": int64(draw(p, "campaign", p.Campaigns)),
		"automated": rapid.IntRange(0, 5).Draw(p.T, "automated") == 0,
	}
	if p.maybe("channel") {
		row["channel"] = string(draw(p, "channel", criteria.Channels))
	}
	if p.maybe("template") {
		row["template_key"] = criteria.Fold(draw(p, "template", p.Templates))
	}
	p.row("simulation_events", row)
}

func (p *population) training(employee int64) {
	p.next++
	row := map[string]any{
		"employee_id": employee, "event_id": strconv.Itoa(p.next), "recorded_at": 0, "occurred_at": p.instant(),
		"type": string(draw(p, "type", p.trainings)), "course_id": int64(draw(p, "course", p.Courses)),
	}
	if p.maybe("due") {
		row["due_at"] = p.instant()
	}
	p.row("training_events", row)
}
