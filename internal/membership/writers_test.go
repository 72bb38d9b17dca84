package membership_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/ent/exclusion"
	entgroup "muster/ent/group"
	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/criteria/sqlgen"
	"muster/internal/department"
	"muster/internal/errs"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

// TestManyWritersAtOnce lets writers of facts, of overrides and of departments, a builder of groups and a ticker work at once, on two nodes.
// Any of their calls may be cut off anywhere, as by the death of its node; another node then goes on, with nothing of the
// dead one's but the database. At each quiet point every group is what SQL over all facts says.
func TestManyWritersAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCrowd(t, db)
		for round := range uint64(4) {
			var work sync.WaitGroup
			for n, task := range []task{
				(*member).facts, (*member).facts, (*member).profile, (*member).override, (*member).reorganize, (*member).describe, (*member).tick,
			} {
				m := &member{crowd: c, random: rand.New(rand.NewPCG(round, uint64(n)))}
				work.Go(func() { m.work(task) })
			}
			work.Wait()
			c.finish()
			c.check()
		}
	})
}

// crowd is one organization and the nodes that serve it.
type crowd struct {
	t            *testing.T
	db           *storage.DB
	organization int64
	zone         *time.Location
	ctx          context.Context
	clock        atomic.Int64 // milliseconds
	nodes        [2]atomic.Pointer[node]
	tasks        atomic.Int64 // makes ids
}

// node is what a process has in memory.
type node struct {
	engine      *membership.Engine
	people      *people.Service
	activity    *activity.Service
	groups      *group.Service
	departments *department.Service
}

const crowdSize = 24

func newCrowd(t *testing.T, db *storage.DB) *crowd {
	const zone = "Europe/Madrid"
	c := &crowd{t: t, db: db, organization: storagetest.Organization(t, db, "Crowd", zone)}
	var err error
	c.zone, err = time.LoadLocation(zone)
	require.NoError(t, err)
	c.clock.Store(time.Date(2026, 3, 27, 22, 0, 0, 0, time.UTC).UnixMilli()) // two days before a clock change
	c.ctx = auth.With(t.Context(), auth.Identity{OrganizationID: c.organization, Role: auth.Admin, Name: "test"})
	for i := range c.nodes {
		c.boot(i)
	}
	one := &member{crowd: c, random: rand.New(rand.NewPCG(0, 0))}
	for i := range crowdSize {
		require.NoError(t, one.upsert(c.ctx, i))
	}
	require.NoError(t, one.facts(c.ctx))
	c.found()
	return c
}

func (c *crowd) now() time.Time { return time.UnixMilli(c.clock.Load()).UTC() }

// boot puts a new node in the place of one that is dead.
func (c *crowd) boot(place int) {
	log := slog.New(slog.DiscardHandler)
	broker := memory.New(log)
	c.t.Cleanup(broker.Close)
	queue, err := jobs.NewQueue(c.db, log)
	require.NoError(c.t, err)
	n := &node{engine: membership.New(c.db, broker, c.now, log)}
	n.people = people.New(c.db, n.engine, &vocabulary.Keeper{}, c.now)
	n.activity = activity.New(c.db, n.engine, &vocabulary.Keeper{}, c.now)
	n.groups = group.New(c.db, n.engine, queue, c.now)
	n.departments = department.New(c.db, n.engine, n.groups, c.now)
	c.nodes[place].Store(n)
}

// found makes the first groups: some of drawn criteria, and one of those who are in the first.
func (c *crowd) found() {
	client, values := c.db.Read(c.ctx), criteriatest.Sample()
	values.Departments, values.Campaigns, values.Courses, values.Groups = nil, nil, nil, nil
	departments, err := client.Department.Query().IDs(c.ctx)
	require.NoError(c.t, err)
	for _, id := range departments {
		values.Departments = append(values.Departments, criteria.DepartmentID(id))
	}
	campaigns, err := client.Campaign.Query().IDs(c.ctx)
	require.NoError(c.t, err)
	for _, id := range campaigns {
		values.Campaigns = append(values.Campaigns, criteria.CampaignID(id))
	}
	courses, err := client.Course.Query().IDs(c.ctx)
	require.NoError(c.t, err)
	for _, id := range courses {
		values.Courses = append(values.Courses, criteria.CourseID(id))
	}
	for seed := range 5 {
		tree := criteriatest.Tree(values).Example(seed)
		if len(values.Groups) > 0 && seed == 4 {
			tree = criteria.Tree{Root: criteria.InGroup{IDs: values.Groups[:2]}}
		}
		text, err := json.Marshal(tree)
		require.NoError(c.t, err)
		require.NoError(c.t, c.db.InTx(c.ctx, func(ctx context.Context, tx *storage.Tx) error {
			g, err := tx.Ent.Group.Create().SetOrganizationID(c.organization).SetName("G").SetNameKey("g").SetKind(entgroup.KindSMART).
				SetStatus(entgroup.StatusACTIVE).SetDescription("G").SetCriteria(text).SetCreatedAt(0).SetUpdatedAt(0).Save(ctx)
			if err != nil {
				return err
			}
			values.Groups = append(values.Groups, criteria.GroupID(g.ID))
			return c.nodes[0].Load().engine.Swap(ctx, tx, g, tree)
		}))
	}
}

// task is one call of a member's.
type task func(m *member, ctx context.Context) error

// member is one who works on the crowd, at one node at a time.
type member struct {
	*crowd
	random *rand.Rand
	node   *node
}

func chosen[T any](m *member, from ...T) T { return from[m.random.IntN(len(from))] }

// work does a task some times. Some calls are cut off, and their node is replaced.
func (m *member) work(do task) {
	const times, deadly = 15, 5
	for range times {
		place := m.random.IntN(len(m.nodes))
		m.node = m.nodes[place].Load()
		ctx, end := context.WithCancel(m.ctx)
		if m.random.IntN(deadly) == 0 {
			ctx, end = context.WithTimeout(m.ctx, time.Duration(m.random.IntN(10_000))*time.Microsecond)
		}
		err := do(m, ctx)
		switch died := ctx.Err() != nil; {
		case died:
			m.boot(place)
		case err != nil && errs.CodeOf(err) == errs.CodeInternal:
			m.t.Errorf("%+v", err)
		}
		end()
	}
}

func (m *member) email(i int) string { return fmt.Sprintf("user%d@acme.test", i) }

// soon gives an instant around now, or around the edge of a usual window.
func (m *member) soon() time.Time {
	days := chosen(m, 0, 0, 0, 1, 7, 30, 90)
	return m.now().AddDate(0, 0, -days).Add(time.Duration(m.random.IntN(7200)-3600) * time.Second)
}

func (m *member) at() *node {
	if m.node == nil {
		return m.nodes[0].Load()
	}
	return m.node
}

func (m *member) facts(ctx context.Context) error {
	var simulations []activity.SimulationInput
	var trainings []activity.TrainingInput
	for range 1 + m.random.IntN(6) {
		simulations = append(simulations, activity.SimulationInput{
			ID: fmt.Sprint("s", m.random.IntN(200)), Email: m.email(m.random.IntN(crowdSize)), Type: chosen(m, criteria.SimulationTypes...),
			OccurredAt: m.soon(), Campaign: chosen(m, "Payroll", "Parking", "Parcel"),
		})
		row := activity.TrainingInput{
			ID: fmt.Sprint("t", m.random.IntN(100)), Email: m.email(m.random.IntN(crowdSize)), Type: chosen(m, criteria.TrainingTypes...),
			OccurredAt: m.soon(), Course: chosen(m, "Basics", "GDPR"),
		}
		if row.Type == criteria.Enrolled {
			row.DueAt = new(m.soon().AddDate(0, 0, m.random.IntN(3)))
		}
		trainings = append(trainings, row)
	}
	_, err := m.at().activity.RecordSimulations(ctx, simulations)
	if err != nil {
		return err
	}
	_, err = m.at().activity.RecordTrainings(ctx, trainings)
	return err
}

func (m *member) upsert(ctx context.Context, who int) error {
	_, err := m.at().people.Upsert(ctx, []people.Input{{
		Email: m.email(who), Name: "Person",
		Title:       people.Field[string]{Given: true, Value: new(chosen(m, "Marketing Manager", "Account Executive"))},
		Department:  people.Field[string]{Given: true, Value: new(chosen(m, "Engineering", "Engineering/Data", "Finance", "Finance/Tax", fmt.Sprint("Finance/New ", m.tasks.Add(1))))},
		Country:     people.Field[string]{Given: true, Value: new(chosen(m, "ES", "BR"))},
		HiredOn:     people.Field[criteria.Date]{Given: true, Value: new(criteria.DateOf(m.soon().In(m.zone)))},
		LastLoginAt: people.Field[time.Time]{Given: true, Value: new(m.soon())},
	}})
	return err
}

func (m *member) profile(ctx context.Context) error {
	if m.random.IntN(2) == 0 {
		return m.upsert(ctx, m.random.IntN(crowdSize))
	}
	who, err := m.some(ctx)
	if err != nil {
		return err
	}
	_, err = m.at().people.SetStatus(ctx, who, chosen(m, entemployee.StatusACTIVE, entemployee.StatusDISABLED))
	return err
}

// some gives the ids of some people, each once.
func (m *member) some(ctx context.Context) ([]int64, error) {
	ids, err := m.db.Read(ctx).Employee.Query().IDs(ctx)
	m.random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids[:min(len(ids), 1+m.random.IntN(5))], err
}

// one gives a smart group's id; 0 where there is none.
func (m *member) one(ctx context.Context) (int64, error) {
	ids, err := m.db.Read(ctx).Group.Query().Where(entgroup.KindEQ(entgroup.KindSMART)).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return chosen(m, ids...), nil
}

func (m *member) override(ctx context.Context) error {
	id, err := m.one(ctx)
	if err != nil {
		return err
	}
	employees, err := m.some(ctx)
	if err != nil {
		return err
	}
	who := group.Members{IDs: employees}
	var until *time.Time
	if m.random.IntN(3) > 0 {
		until = new(m.now().Add(chosen(m, time.Second, time.Minute, 2*time.Hour, 40*time.Hour)))
	}
	groups := m.at().groups
	switch m.random.IntN(5) {
	case 0, 1:
		_, _, err = groups.PinMany(ctx, id, who, group.PinInput{Note: "x", ExpiresAt: until})
	case 2:
		_, _, err = groups.ExcludeMany(ctx, id, who, group.ExclusionInput{Reason: exclusion.ReasonOTHER, ExpiresAt: until})
	case 3:
		_, _, err = groups.UnpinMany(ctx, id, who)
	default:
		_, _, err = groups.ReadmitMany(ctx, id, who)
	}
	return err
}

func (m *member) reorganize(ctx context.Context) error {
	ids, err := m.db.Read(ctx).Department.Query().IDs(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	one, other := chosen(m, ids...), chosen(m, append(ids, 0)...)
	switch m.random.IntN(4) {
	case 0:
		_, err = m.at().departments.Create(ctx, fmt.Sprint("D", m.tasks.Add(1)), other)
	case 1:
		_, err = m.at().departments.Merge(ctx, one, other)
	case 2:
		_, err = m.at().departments.Delete(ctx, one, other)
	default:
		_, err = m.at().departments.Move(ctx, one, other)
	}
	return err
}

// describe makes a group of words, gives one other words, or deletes one.
func (m *member) describe(ctx context.Context) error {
	text := chosen(m, words...)
	id, err := m.one(ctx)
	if err != nil {
		return err
	}
	switch m.random.IntN(4) {
	case 0:
		_, err = m.at().groups.Delete(ctx, id)
		return err
	case 1:
		_, err = m.at().groups.Redescribe(ctx, id, text)
	default:
		var g *ent.Group
		if g, err = m.at().groups.CreateSmart(ctx, group.SmartInput{Name: "W", Description: text}); err == nil {
			id = g.ID
		}
	}
	if err != nil {
		return err
	}
	return m.generate(ctx, id)
}

func (m *member) generate(ctx context.Context, id int64) error {
	job := &river.Job[group.GenerateArgs]{Args: group.GenerateArgs{OrganizationID: m.organization, GroupID: id, Author: "test"}}
	return m.at().groups.Generator().Work(ctx, job)
}

func (m *member) tick(ctx context.Context) error {
	m.clock.Add(chosen(m, 0, time.Millisecond, time.Second, time.Minute, time.Hour, 13*time.Hour).Milliseconds())
	return m.at().engine.TickDue(ctx)
}

// finish does what the dead have left: jobs are worked again, and the clock is looked at.
func (c *crowd) finish() {
	m := &member{crowd: c}
	groups, err := c.db.Read(c.ctx).Group.Query().IDs(c.ctx)
	require.NoError(c.t, err)
	for _, id := range groups {
		require.NoError(c.t, m.generate(c.ctx, id))
	}
	require.NoError(c.t, m.at().engine.TickDue(c.ctx))
}

// check compares every group with what SQL says now.
func (c *crowd) check() {
	w := &world{TestingT: c.t, ctx: c.ctx, db: c.db, organization: c.organization, now: c.now()}
	clock := criteria.ClockAt(criteria.InstantOf(w.now), c.zone)
	groups, err := c.db.Read(c.ctx).Group.Query().Where(entgroup.CriteriaNotNil()).All(c.ctx)
	require.NoError(c.t, err)
	for _, g := range groups {
		require.Contains(c.t, []entgroup.Status{entgroup.StatusREADY, entgroup.StatusACTIVE}, g.Status)
		var tree criteria.Tree
		require.NoError(c.t, json.Unmarshal(g.Criteria, &tree))
		where, args, err := sqlgen.Predicate(tree, sqlgen.Dialect(c.db.Dialect()), c.organization, clock)
		require.NoError(c.t, err)
		want := w.ids(`SELECT e.id FROM employees e WHERE e.organization_id = ?
			AND (`+where+` OR e.status = 'ACTIVE' AND e.id IN (SELECT employee_id FROM pins WHERE group_id = ?))
			AND e.id NOT IN (SELECT employee_id FROM exclusions WHERE group_id = ?) ORDER BY e.id`,
			append(append([]any{c.organization}, args...), g.ID, g.ID)...)
		have := w.ids(`SELECT employee_id FROM memberships WHERE group_id = ? ORDER BY employee_id`, g.ID)
		require.Equal(c.t, want, have, "group %d %s at %s", g.ID, g.Criteria, w.now)
		require.Equal(c.t, len(have), g.MemberCount, "the count of group %d", g.ID)
	}
	require.Empty(c.t, w.ids(`SELECT id FROM pins WHERE expires_at <= ? UNION ALL SELECT id FROM exclusions WHERE expires_at <= ?`, int64(clock.Now()), int64(clock.Now())))
	require.Empty(c.t, w.ids(`SELECT p.id FROM pins p JOIN exclusions x ON x.group_id = p.group_id AND x.employee_id = p.employee_id`))
}
