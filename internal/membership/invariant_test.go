package membership_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	entemployee "muster/ent/employee"
	entgroup "muster/ent/group"
	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/glossary"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

// TestEveryGroupIsExact is the invariant of DOMAIN.md: whatever happens in whatever order, at each quiet point every group
// has exactly the members for whom SQL over all facts says that its criteria hold now, or who are pinned, minus its exclusions.
func TestEveryGroupIsExact(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		rapid.Check(t, func(rt *rapid.T) { newWorld(t, rt, db).run() })
	})
}

// world is one organization with a clock of its own.
type world struct {
	require.TestingT
	t            *rapid.T
	ctx          context.Context
	db           *storage.DB
	engine       *membership.Engine
	people       *people.Service
	activity     *activity.Service
	service      *group.Service
	glossary     *glossary.Service
	described    int64 // the group that was made of words
	organization int64
	zone         *time.Location
	now          time.Time
	groups       []int64 // with criteria, in the order of their creation
	manual       int64
	assigned     map[int64]bool // who was put into the manual group by hand, and not taken out
	overrides    map[place]override
	seen         map[int64]map[criteria.Instant][]int64 // the members of each group at each instant that was looked at
	values       criteriatest.World
}

var zones = []string{"UTC", "America/New_York", "Europe/Madrid", "Asia/Kolkata"}

func newWorld(t *testing.T, rt *rapid.T, db *storage.DB) *world {
	zone := rapid.SampledFrom(zones).Draw(rt, "zone")
	now, err := time.Parse(time.RFC3339, rapid.SampledFrom([]string{
		"2026-03-07T23:59:58Z", "2026-03-28T12:00:00Z", "2024-02-28T22:59:59Z", "2026-11-01T05:30:00Z", "2026-12-31T23:00:00Z",
	}).Draw(rt, "start"))
	require.NoError(rt, err)
	w := newWorldAt(t, rt, db, zone, now)
	w.t = rt
	return w
}

// newWorldAt makes a world that tells its failures to on.
func newWorldAt(t *testing.T, on require.TestingT, db *storage.DB, zone string, now time.Time) *world {
	w := &world{TestingT: on, assigned: map[int64]bool{}, overrides: map[place]override{}, seen: map[int64]map[criteria.Instant][]int64{}, db: db, organization: storagetest.Organization(t, db, "World", zone), now: now}
	var err error
	w.zone, err = time.LoadLocation(zone)
	require.NoError(on, err)
	log := slog.New(slog.DiscardHandler)
	clock := func() time.Time { return w.now }
	broker := memory.New(log)
	t.Cleanup(broker.Close)
	w.engine = membership.New(db, broker, clock, log)
	w.people = people.New(db, w.engine, &vocabulary.Keeper{}, clock)
	w.activity = activity.New(db, w.engine, &vocabulary.Keeper{}, clock)
	queue, err := jobs.NewQueue(db, log)
	require.NoError(on, err)
	w.glossary = glossary.New(db, clock)
	w.service = group.New(db, w.engine, queue, clock)
	w.ctx = auth.With(t.Context(), auth.Identity{OrganizationID: w.organization, Role: auth.Admin, Name: "test"})
	w.values = criteriatest.Sample()
	return w
}

func (w *world) run() {
	for i := range 8 {
		w.upsert(i)
	}
	w.record()
	w.train()
	w.manual = w.addGroup(entgroup.KindMANUAL, nil)
	w.learn()
	w.createGroup()
	actions := map[string]func(){
		"upsert":   func() { w.upsert(rapid.IntRange(0, 11).Draw(w.t, "who")) },
		"record":   w.record,
		"train":    w.train,
		"status":   w.status,
		"wait":     w.wait,
		"create":   w.createGroup,
		"swap":     w.swap,
		"pin":      func() { w.order(pinned) },
		"exclude":  func() { w.order(excluded) },
		"unpin":    func() { w.takeBack(pinned) },
		"readmit":  func() { w.takeBack(excluded) },
		"renew":    w.renew,
		"expiry":   w.toExpiry,
		"by hand":  w.byHand,
		"midnight": w.midnight,
		"turn":     w.turn,
		"describe": w.describe,
		"define":   w.define,
		"rebuild": func() {
			w.engine.RebuildIn(3, 2)
			require.NoError(w, w.engine.TickDue(w.ctx))
			require.Zero(w, changesOf(w.rebuild(0)), "where groups are exact there is nothing to do")
		},
	}
	names := []string{"upsert", "record", "record", "train", "train", "status", "wait", "wait", "create", "swap", "pin", "exclude", "unpin", "readmit", "renew", "expiry", "by hand", "midnight", "turn", "describe", "define", "rebuild"}
	for range rapid.IntRange(5, 25).Draw(w.t, "steps") {
		for _, seen := range w.seen { // what comes next may change the same instant once more
			delete(seen, criteria.InstantOf(w.now))
		}
		actions[rapid.SampledFrom(names).Draw(w.t, "action")]()
		if rapid.IntRange(0, 3).Draw(w.t, "quiet") > 0 { // else the next action comes before the tick
			w.check()
		}
	}
	w.check()
	w.remember()
}

func (w *world) email(i int) string { return fmt.Sprintf("user%d@acme.test", i) }

func optional[T any](t *rapid.T, name string, values []T) people.Field[T] {
	switch rapid.IntRange(0, 3).Draw(t, name) {
	case 0:
		return people.Field[T]{}
	case 1:
		return people.Field[T]{Given: true}
	}
	v := rapid.SampledFrom(values).Draw(t, name+" value")
	return people.Field[T]{Given: true, Value: &v}
}

func (w *world) upsert(who int) {
	today := criteria.DateOf(w.now.In(w.zone))
	var days []criteria.Date
	for _, ago := range []int{-1, 0, 1, 6, 7, 29, 30, 31, 89, 90, 91, 365, 366, 1000} {
		days = append(days, today-criteria.Date(ago))
	}
	attributes := people.Field[map[string]any]{}
	if rapid.Bool().Draw(w.t, "attributes") {
		given := map[string]any{}
		for _, a := range w.values.Attributes {
			if rapid.Bool().Draw(w.t, a.Name) {
				given[a.Name] = rapid.SampledFrom(a.Values).Draw(w.t, "value")
			}
		}
		attributes = people.Field[map[string]any]{Given: true, Value: &given}
	}
	result, err := w.people.Upsert(w.ctx, []people.Input{{
		Email: w.email(who), Name: "Person",
		Title:        optional(w.t, "title", []string{"Marketing Manager", "Account Executive"}),
		Department:   optional(w.t, "department", []string{"Engineering", "Engineering/Data", "Finance", "Finance/Tax"}),
		Location:     optional(w.t, "location", []string{"Madrid", "São Paulo"}),
		Country:      optional(w.t, "country", []string{"ES", "BR"}),
		Language:     optional(w.t, "language", []string{"es", "pt-BR"}),
		EmployeeType: optional(w.t, "type", criteria.EmployeeTypes),
		ManagerEmail: optional(w.t, "manager", []string{w.email(0)}),
		HiredOn:      optional(w.t, "hired", days),
		LastLoginAt:  optional(w.t, "login", w.instants()),
		Status:       optional(w.t, "status", criteria.Statuses),
		Attributes:   attributes,
	}})
	require.NoError(w, err)
	require.Empty(w, result.Rejected)
}

// instants gives times around now and around the edges of usual windows.
func (w *world) instants() (list []time.Time) {
	for _, days := range []int{0, 1, 7, 30, 31, 59, 89, 90, 364} {
		for _, offset := range []time.Duration{-time.Second, 0, time.Millisecond, 5 * time.Second, time.Hour} {
			list = append(list, w.now.Add(-time.Duration(days)*24*time.Hour).Add(offset))
		}
	}
	for _, months := range []int{1, 3, 6, 12} {
		list = append(list, w.now.AddDate(0, -months, 0), w.now.AddDate(0, -months, 0).Add(3*time.Second))
	}
	for _, ahead := range []time.Duration{time.Second, 3 * time.Second, 20 * time.Minute, 5 * time.Hour, 36 * time.Hour, 90 * 24 * time.Hour} {
		list = append(list, w.now.Add(ahead), w.now.Add(ahead))
	}
	return list
}

func (w *world) record() {
	var rows []activity.SimulationInput
	for range rapid.IntRange(1, 6).Draw(w.t, "events") {
		rows = append(rows, activity.SimulationInput{
			ID: fmt.Sprint("s", rapid.IntRange(0, 40).Draw(w.t, "id")), Email: w.email(rapid.IntRange(0, 7).Draw(w.t, "who")),
			Type:       rapid.SampledFrom(criteria.SimulationTypes).Draw(w.t, "type"),
			OccurredAt: rapid.SampledFrom(w.instants()).Draw(w.t, "at"),
			Campaign:   rapid.SampledFrom([]string{"Payroll", "Parking", "Parcel"}).Draw(w.t, "campaign"),
			Channel:    pick(w.t, criteria.Channels), Template: pick(w.t, w.values.Templates),
			Automated: rapid.IntRange(0, 5).Draw(w.t, "automated") == 0,
		})
	}
	result, err := w.activity.RecordSimulations(w.ctx, rows)
	require.NoError(w, err)
	require.Empty(w, result.Rejected)
}

func (w *world) train() {
	var rows []activity.TrainingInput
	for range rapid.IntRange(1, 4).Draw(w.t, "events") {
		row := activity.TrainingInput{
			ID: fmt.Sprint("t", rapid.IntRange(0, 30).Draw(w.t, "id")), Email: w.email(rapid.IntRange(0, 7).Draw(w.t, "who")),
			Type:       rapid.SampledFrom(criteria.TrainingTypes).Draw(w.t, "type"),
			OccurredAt: rapid.SampledFrom(w.instants()).Draw(w.t, "at"),
			Course:     rapid.SampledFrom([]string{"Basics", "GDPR"}).Draw(w.t, "course"),
		}
		if row.Type == criteria.Enrolled {
			row.DueAt = pick(w.t, w.instants())
		}
		rows = append(rows, row)
	}
	result, err := w.activity.RecordTrainings(w.ctx, rows)
	require.NoError(w, err)
	require.Empty(w, result.Rejected)
}

func pick[T any](t *rapid.T, values []T) *T {
	if rapid.Bool().Draw(t, "given") {
		return nil
	}
	v := rapid.SampledFrom(values).Draw(t, "value")
	return &v
}

func (w *world) employees() []int64 {
	ids, err := w.db.Read(w.ctx).Employee.Query().Order(entemployee.ByID()).IDs(w.ctx)
	require.NoError(w, err)
	return ids
}

func (w *world) status() {
	status := rapid.SampledFrom([]entemployee.Status{entemployee.StatusACTIVE, entemployee.StatusDISABLED}).Draw(w.t, "status")
	_, err := w.people.SetStatus(w.ctx, []int64{rapid.SampledFrom(w.employees()).Draw(w.t, "who")}, status)
	require.NoError(w, err)
}

func (w *world) wait() {
	w.now = w.now.Add(rapid.SampledFrom([]time.Duration{
		time.Millisecond, time.Second, 4 * time.Second, 10 * time.Second, time.Hour, 24 * time.Hour, 37 * time.Hour, 30 * 24 * time.Hour, 100 * 24 * time.Hour,
	}).Draw(w.t, "time"))
}

// midnight goes to a second around the next local midnight.
func (w *world) midnight() {
	midnight := (criteria.DateOf(w.now.In(w.zone)) + 1).Midnight(w.zone).Time()
	w.now = midnight.Add(rapid.SampledFrom([]time.Duration{-time.Millisecond, 0, time.Second}).Draw(w.t, "offset"))
}

// learn takes the ids that the first facts were given into the values that trees are drawn from.
func (w *world) learn() {
	client := w.db.Read(w.ctx)
	w.values.Departments, w.values.Campaigns, w.values.Courses, w.values.Groups = nil, nil, nil, []criteria.GroupID{criteria.GroupID(w.manual)}
	departments, err := client.Department.Query().IDs(w.ctx)
	require.NoError(w, err)
	for _, id := range departments {
		w.values.Departments = append(w.values.Departments, criteria.DepartmentID(id))
	}
	campaigns, err := client.Campaign.Query().IDs(w.ctx)
	require.NoError(w, err)
	for _, id := range campaigns {
		w.values.Campaigns = append(w.values.Campaigns, criteria.CampaignID(id))
	}
	courses, err := client.Course.Query().IDs(w.ctx)
	require.NoError(w, err)
	for _, id := range courses {
		w.values.Courses = append(w.values.Courses, criteria.CourseID(id))
	}
}

func (w *world) alone(work func(ctx context.Context, tx *storage.Tx) error) {
	require.NoError(w, w.db.InTx(w.ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, w.organization, storage.Exclusive); err != nil {
			return err
		}
		return work(ctx, tx)
	}))
}

func (w *world) addGroup(kind entgroup.Kind, tree *criteria.Tree) (id int64) {
	w.alone(func(ctx context.Context, tx *storage.Tx) error {
		create := tx.Ent.Group.Create().SetOrganizationID(w.organization).SetName("G").SetNameKey("g").SetKind(kind).
			SetStatus(entgroup.StatusACTIVE).SetCreatedAt(0).SetUpdatedAt(0)
		if tree != nil {
			text, err := json.Marshal(tree)
			if err != nil {
				return err
			}
			create = create.SetStatus(entgroup.StatusGENERATING).SetCriteria(text)
		}
		g, err := create.Save(ctx)
		if err != nil {
			return err
		}
		id = g.ID
		return w.engine.CriteriaChanged(ctx, tx, w.organization)
	})
	return id
}

// tree draws criteria: half of the time one condition alone, whose every change shows.
func (w *world) tree(values criteriatest.World) criteria.Tree {
	if rapid.Bool().Draw(w.t, "one condition") {
		return criteria.Tree{Root: criteriatest.Condition(values).Draw(w.t, "condition")}
	}
	return criteriatest.Tree(values).Draw(w.t, "tree")
}

// swap gives the newest group, which no other names, new criteria.
func (w *world) swap() {
	id := w.groups[len(w.groups)-1]
	values := w.values
	values.Groups = values.Groups[:len(values.Groups)-1]
	tree := w.tree(values)
	w.alone(func(ctx context.Context, tx *storage.Tx) error {
		text, err := json.Marshal(tree)
		if err != nil {
			return err
		}
		g, err := tx.Ent.Group.UpdateOneID(id).SetCriteria(text).Save(ctx)
		if err != nil {
			return err
		}
		return w.engine.Swap(ctx, tx, g, tree)
	})
}

func (w *world) byHand() {
	set, who := w.engine.Add, rapid.SliceOfNDistinct(rapid.SampledFrom(w.employees()), 1, 3, rapid.ID[int64]).Draw(w.t, "who")
	remove := rapid.Bool().Draw(w.t, "remove")
	if remove {
		set = w.engine.Remove
	}
	w.alone(func(ctx context.Context, tx *storage.Tx) error {
		moved, err := set(ctx, tx, w.organization, w.manual, who)
		require.NoError(w, err)
		changed := []int64{}
		for _, id := range who {
			if w.assigned[id] == remove {
				changed = append(changed, id)
			}
			w.assigned[id] = !remove
		}
		require.ElementsMatch(w, changed, moved)
		return nil
	})
}

// checkManual compares the manual group with those who were put into it and whose accounts are active.
func (w *world) checkManual() {
	want := []int64{}
	for _, id := range w.ids(`SELECT id FROM employees WHERE organization_id = ? AND status = 'ACTIVE' ORDER BY id`, w.organization) {
		if w.assigned[id] {
			want = append(want, id)
		}
	}
	w.see(w.manual, want)
}

// see holds a group's members and count to those wanted, and remembers them.
func (w *world) see(id int64, want []int64) {
	g, err := w.db.Read(w.ctx).Group.Get(w.ctx, id)
	require.NoError(w, err)
	have := w.ids(`SELECT employee_id FROM memberships WHERE group_id = ? ORDER BY employee_id`, id)
	require.Equal(w, want, have, "group %d %s at %s", id, g.Criteria, w.now)
	require.Equal(w, len(have), g.MemberCount, "the count of group %d", id)
	if w.seen[id] == nil {
		w.seen[id] = map[criteria.Instant][]int64{}
	}
	w.seen[id][criteria.InstantOf(w.now)] = have
}

// check compares every group with what SQL says now.
func (w *world) check() {
	require.NoError(w, w.engine.TickDue(w.ctx))
	clock := criteria.ClockAt(criteria.InstantOf(w.now), w.zone)
	for _, id := range w.groups {
		g, err := w.db.Read(w.ctx).Group.Get(w.ctx, id)
		require.NoError(w, err)
		w.see(id, w.expected(g, clock))
	}
	if w.manual != 0 {
		w.checkManual()
	}
	w.checkOverrides()
}

// episodes tells the history of some members, for a failure's message.
func (w *world) episodes(group int64, employees []int64) (list []string) {
	for _, id := range employees {
		episodes, err := w.engine.Episodes(w.ctx, w.organization, group, id, 10)
		require.NoError(w, err)
		for _, e := range episodes {
			list = append(list, fmt.Sprint(id, " joined ", e.JoinedAt.Time(), " ", e.JoinCause))
			if e.LeftAt != nil {
				list = append(list, fmt.Sprint(id, " left ", e.LeftAt.Time(), " ", *e.LeaveCause))
			}
		}
	}
	return list
}

// remember compares what history says of every instant with what was seen then.
func (w *world) remember() {
	for id, seen := range w.seen {
		for at, members := range seen {
			past := w.engine.MembersAt(w.organization, id, at)
			have, err := past.After(w.ctx, 0, 100)
			require.NoError(w, err)
			require.ElementsMatch(w, members, have, "group %d at %s: %v", id, at.Time(), w.episodes(id, members))
			count, err := past.Count(w.ctx)
			require.NoError(w, err)
			require.Len(w, members, count)
		}
	}
}

func (w *world) ids(query string, args ...any) []int64 {
	rows, err := w.db.SQL().QueryContext(w.ctx, w.db.Dialect().Rebind(query), args...)
	require.NoError(w, err)
	defer rows.Close()
	found := []int64{}
	for rows.Next() {
		var id int64
		require.NoError(w, rows.Scan(&id))
		found = append(found, id)
	}
	require.NoError(w, rows.Err())
	return found
}
