package bench

import (
	"context"
	"time"

	"muster/internal/criteria"
)

// began is the instant at which every run begins: a Tuesday, so that the next midnight ends a day and nothing longer.
var began = time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)

// history is how far back the events go.
const history = 540 * 24 * time.Hour

// What there is to draw from.
var (
	locations = []string{
		"Madrid", "Lisbon", "Bogota", "Mexico City", "Lima", "Santiago", "Berlin", "Paris", "London", "New York",
		"Austin", "Chicago", "Toronto", "Dublin", "Warsaw", "Mumbai", "Singapore", "Tokyo", "Sydney", "Recife",
	}
	countries = []string{"ES", "PT", "CO", "MX", "PE", "CL", "DE", "FR", "GB", "US"}
	languages = []string{"en", "es", "pt", "es-mx", "de"}
	titles    = []string{
		"Account Executive", "Marketing Manager", "Senior Software Engineer", "Financial Analyst", "Office Assistant",
		"Sales Director", "Engineering Manager", "Nurse", "Data Analyst", "Support Engineer", "Recruiter", "Paralegal",
	}
)

// The departments: eight divisions of five units of five teams.
const (
	divisions, units, teams = 8, 5, 5
	campaigns, courses      = 40, 20
)

// draw gives the drawing of number $1 for purpose $2: a number from 0 to 2^31-1 that looks random and is always the same.
const createDraw = `CREATE FUNCTION draw(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	'SELECT hashint8extended($1, $2) & 2147483647'`

const insertDepartments = `
	WITH RECURSIVE tree AS (
		SELECT nextval(pg_get_serial_sequence('departments', 'id')) AS id, NULL::bigint AS parent, 1 AS level, 'Division ' || n AS path
		FROM generate_series(1, $2::int) n
		UNION ALL
		SELECT nextval(pg_get_serial_sequence('departments', 'id')), t.id, t.level + 1, t.path || '/Part ' || n
		FROM tree t, generate_series(1, CASE t.level WHEN 1 THEN $3::int ELSE $4::int END) n WHERE t.level < 3
	), lines AS (
		SELECT t.*, '/' || CASE t.level WHEN 1 THEN '' WHEN 2 THEN t.parent || '/' ELSE u.parent || '/' || t.parent || '/' END || t.id || '/' AS lineage
		FROM tree t LEFT JOIN tree u ON u.id = t.parent
	)
	INSERT INTO departments (id, organization_id, parent_id, name, name_key, path, path_key, lineage, source, created_at)
	SELECT id, $1, parent, path, lower(path), path, lower(path), lineage, 'IMPORT', 0 FROM lines`

const insertEmployees = `
	INSERT INTO employees (organization_id, email, email_key, name, name_key, title, title_key, department_id, manager_key, location, location_key,
		country, language, employee_type, hired_on, status, last_login_at, created_at, updated_at, attributes, attributes_key)
	SELECT $1, e.email, e.email, 'Person ' || i, ' person ' || i || ' ',
		($4::text[])[t], ($5::text[])[t], ($6::bigint[])[1 + draw(i, 2) % cardinality($6::bigint[])], 'user' || i / 12 || '@bench.example',
		($7::text[])[l], lower(($7::text[])[l]), ($8::text[])[1 + (l - 1) / 2], ($9::text[])[1 + draw(i, 4) % cardinality($9::text[])],
		($10::text[])[CASE WHEN draw(i, 5) % 100 < 80 THEN 1 ELSE 2 + draw(i, 6) % 3 END],
		$3::bigint / 86400000 - draw(i, 7) % 3650, CASE WHEN draw(i, 8) % 100 < 3 THEN 'DISABLED' ELSE 'ACTIVE' END,
		CASE WHEN draw(i, 9) % 20 > 0 THEN $3::bigint - 1000 * (draw(i, 10) % (86400 * (CASE WHEN draw(i, 11) % 10 > 0 THEN 14 ELSE 400 END))) END,
		$3::bigint - 1000 * (draw(i, 12) % 46656000), $3::bigint,
		jsonb_build_object('grade', 1 + draw(i, 13) % 10), jsonb_build_object('grade', 1 + draw(i, 13) % 10)
	FROM generate_series(1, $2::bigint) i
	CROSS JOIN LATERAL (SELECT 'user' || i || '@bench.example' AS email,
		1 + (draw(i, 1) % cardinality($4::text[]))::int AS t, 1 + (draw(i, 3) % cardinality($7::text[]))::int AS l) e`

// One employee in ten falls for far more than the others. A sending is 1.8 events on average.
const insertSimulations = `
	INSERT INTO simulation_events (organization_id, event_id, employee_id, type, occurred_at, recorded_at, campaign_id, channel, template, template_key, automated)
	SELECT $1, 's' || n || t.type, $4 + s.who, t.type, s.at + t.delay, s.at + t.delay, ($7::bigint[])[1 + s.campaign], t.channel, 'Parcel', 'parcel', draw(n, 24) % 50 = 0
	FROM generate_series(0, $2::bigint - 1) n
	CROSS JOIN LATERAL (SELECT draw(n, 20) % $3::bigint AS who, draw(n, 21) % $8::bigint AS campaign,
		$5::bigint - 14400000 - ($2::bigint - 1 - n) * $6::bigint / $2::bigint AS at) s
	CROSS JOIN LATERAL (VALUES
		(0, 'SENT', 0, 100, 'EMAIL'), (1, 'OPENED', 1800000, 50, 'EMAIL'), (2, 'CLICKED', 2400000, CASE WHEN s.who % 10 = 0 THEN 50 ELSE 10 END, 'EMAIL'),
		(3, 'SUBMITTED', 2500000, CASE WHEN s.who % 10 = 0 THEN 15 ELSE 2 END, 'EMAIL'), (4, 'REPORTED', 3600000, 13, 'EMAIL')
	) t(k, type, delay, chance, channel)
	WHERE draw(n * 8 + t.k, 23) % 100 < t.chance`

const insertTrainings = `
	INSERT INTO training_events (organization_id, event_id, employee_id, type, occurred_at, recorded_at, course_id, due_at)
	SELECT $1, 't' || n || t.type, $4 + s.who, t.type, s.at + t.delay, s.at + t.delay, ($7::bigint[])[1 + s.course], t.due
	FROM generate_series(0, $2::bigint - 1) n
	CROSS JOIN LATERAL (SELECT draw(n, 30) % $3::bigint AS who, draw(n, 31) % $8::bigint AS course,
		$5::bigint - 14400000 - ($2::bigint - 1 - n) * $6::bigint / $2::bigint AS at) s
	CROSS JOIN LATERAL (VALUES (0, 'ENROLLED', 0::bigint, 100, s.at + 2592000000),
		(1, 'COMPLETED', 1000 * (draw(n, 32) % 3456000), 70, NULL)) t(k, type, delay, chance, due)
	WHERE draw(n * 2 + t.k, 33) % 100 < t.chance AND s.at + t.delay <= $5::bigint`

// settle makes the organization with its people, their history, and nothing derived from it.
func (r *run) settle(ctx context.Context) error {
	now := began.UnixMilli()
	err := r.exec(ctx, `INSERT INTO organizations (name, timezone, evaluated_at, created_at) VALUES ('Bench', 'UTC', $1, 0)`, now)
	if err != nil {
		return err
	}
	if err := r.scan(ctx, &r.organization, `SELECT max(id) FROM organizations`); err != nil {
		return err
	}
	if err := r.exec(ctx, insertDepartments, r.organization, divisions, units, teams); err != nil {
		return err
	}
	for _, subject := range []struct {
		table string
		n     int
	}{{"campaigns", campaigns}, {"courses", courses}} {
		err := r.exec(ctx, `INSERT INTO `+subject.table+` (organization_id, name, name_key, created_at)
			SELECT $1, 'Subject ' || n, 'subject ' || n, 0 FROM generate_series(1, $2::int) n`, r.organization, subject.n)
		if err != nil {
			return err
		}
	}
	if err := r.learn(ctx); err != nil {
		return err
	}
	words := make([]string, len(titles))
	for i, title := range titles {
		words[i] = criteria.FoldWords(title)
	}
	return r.bare(ctx, []string{"employees", "simulation_events", "training_events"}, references+` UNION ALL `+triggers+` UNION ALL `+indexes, func() error {
		err := r.exec(ctx, insertEmployees, r.organization, r.Employees, now, titles, words, r.teams, locations, countries, languages, criteria.EmployeeTypes)
		if err != nil {
			return err
		}
		if err := r.scan(ctx, &r.first, `SELECT min(id) FROM employees WHERE organization_id = $1`, r.organization); err != nil {
			return err
		}
		span := history.Milliseconds()
		err = r.exec(ctx, insertSimulations, r.organization, r.Events*8/10*10/18, r.Employees, r.first, now, span, r.campaigns, campaigns)
		if err != nil {
			return err
		}
		return r.exec(ctx, insertTrainings, r.organization, r.Events*2/10*10/17, r.Employees, r.first, now, span, r.courses, courses)
	})
}

// learn reads the ids that criteria name.
func (r *run) learn(ctx context.Context) error {
	for _, list := range []struct {
		into  any
		query string
	}{
		{&r.divisions, `SELECT array_agg(id ORDER BY id) FROM departments WHERE organization_id = $1 AND parent_id IS NULL`},
		{&r.units, `SELECT array_agg(id ORDER BY id) FROM departments WHERE organization_id = $1 AND length(lineage) - length(replace(lineage, '/', '')) = 3`},
		{&r.teams, `SELECT array_agg(id ORDER BY id) FROM departments WHERE organization_id = $1 AND length(lineage) - length(replace(lineage, '/', '')) = 4`},
		{&r.campaigns, `SELECT array_agg(id ORDER BY id) FROM campaigns WHERE organization_id = $1`},
		{&r.courses, `SELECT array_agg(id ORDER BY id) FROM courses WHERE organization_id = $1`},
	} {
		if err := r.db.Pool().QueryRow(ctx, list.query, r.organization).Scan(list.into); err != nil {
			return err
		}
	}
	return nil
}
