package demo

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/organization"
	"muster/internal/people"
	"muster/internal/reading"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

var installed = time.Date(2026, 9, 17, 14, 5, 0, 0, time.UTC)

// program is the services as cmd/muster wires them, with a clock that the test sets.
type program struct {
	Installer

	groups *group.Service
	now    time.Time
}

func newProgram(t *testing.T, db *storage.DB) *program {
	t.Helper()
	p := &program{now: installed}
	clock := func() time.Time { return p.now }
	quiet := slog.New(slog.DiscardHandler)
	broker := memory.New(quiet)
	t.Cleanup(broker.Close)
	engine := membership.New(db, broker, clock, quiet)
	queue, err := jobs.NewQueue(db, quiet)
	require.NoError(t, err)
	words := &vocabulary.Keeper{}
	p.groups = group.New(db, engine, queue, clock)
	p.DB, p.Keys = db, keys.New(db, clock, quiet)
	p.Organizations = organization.New(db, p.Keys, p.groups, clock)
	p.People, p.Activity = people.New(db, engine, words, clock), activity.New(db, engine, words, clock)
	p.TokenFile = filepath.Join(t.TempDir(), "data", "demo.token")
	return p
}

// install runs Install and gives a context that acts for the demo.
func (p *program) install(t *testing.T) (ctx context.Context, token string) {
	t.Helper()
	token, err := p.Install(t.Context(), p.now)
	require.NoError(t, err)
	who, err := p.Keys.Authenticate(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, auth.Admin, who.Role)
	return auth.With(t.Context(), who), token
}

// counts are the rows of the demo.
type counts struct{ people, simulations, trainings int }

func (p *program) counts(ctx context.Context, t *testing.T) (c counts) {
	t.Helper()
	client := p.DB.Read(ctx)
	var err error
	c.people, err = client.Employee.Query().Count(ctx)
	require.NoError(t, err)
	c.simulations, err = client.SimulationEvent.Query().Count(ctx)
	require.NoError(t, err)
	c.trainings, err = client.TrainingEvent.Query().Count(ctx)
	require.NoError(t, err)
	return c
}

func countsOf(c Company) counts {
	return counts{len(c.Employees), len(c.Simulations), len(c.Trainings)}
}

func TestInstall(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgram(t, db)
		ctx, token := p.install(t)
		require.Equal(t, countsOf(Imagine(installed, installed)), p.counts(ctx, t))
		mode, err := os.Stat(p.TokenFile)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), mode.Mode().Perm())

		t.Run("suggestions find somebody", func(t *testing.T) {
			for _, language := range organization.Languages {
				for _, s := range group.Suggestions(language) {
					requireSomebody(ctx, t, p, s.Description)
				}
			}
			requireSomebody(ctx, t, p, "Repeat offenders in Finance or Legal")
		})
		t.Run("again on the same day", func(t *testing.T) {
			p.now = installed.Add(6 * time.Hour)
			_, again := p.install(t)
			require.Equal(t, token, again)
			require.Equal(t, countsOf(Imagine(installed, installed)), p.counts(ctx, t))
		})
		t.Run("continued later", func(t *testing.T) {
			ana, err := db.Read(ctx).Employee.Query().First(ctx)
			require.NoError(t, err)
			title := "Juggler"
			_, err = p.People.Upsert(ctx, []people.Input{{Email: ana.Email, Name: "Another Name", Title: given(title)}})
			require.NoError(t, err)

			p.now = installed.AddDate(0, 0, 45)
			p.install(t)
			require.Equal(t, countsOf(Imagine(installed, p.now)), p.counts(ctx, t))
			kept, err := db.Read(ctx).Employee.Get(ctx, ana.ID)
			require.NoError(t, err)
			require.Equal(t, "Another Name", kept.Name, "what people changed stays")
			require.Equal(t, &title, kept.Title)
			requireSomebody(ctx, t, p, "New hires without training")
		})
		t.Run("with the token lost", func(t *testing.T) {
			require.NoError(t, os.Remove(p.TokenFile))
			_, other := p.install(t)
			require.NotEqual(t, token, other)
			_, again := p.install(t)
			require.Equal(t, other, again)
		})
	})
}

func requireSomebody(ctx context.Context, t *testing.T, p *program, words string) {
	t.Helper()
	preview, err := p.groups.Preview(ctx, &words, nil)
	require.NoError(t, err)
	require.Contains(t, []reading.Status{reading.Clear, reading.NeedsReview}, preview.Interpretation.Status, words)
	n, err := preview.Selection.Count(ctx)
	require.NoError(t, err)
	require.Positive(t, n, words)
	require.Less(t, n, 200, "%s: not everybody", words)
}

// TestAnInterruptedInstallationIsCompleted: what was loaded before a kill is found, and the rest is added.
func TestAnInterruptedInstallationIsCompleted(t *testing.T) {
	whole := Imagine(installed, installed)
	simulations, trainings := len(whole.Simulations), len(whole.Trainings)
	for name, loaded := range map[string]struct{ simulations, trainings int }{
		"before any event":               {0, 0},
		"between two batches":            {batch, 0},
		"before the last of the batches": {simulations, trainings / batch * batch},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProgram(t, storagetest.SQLite(t))
			org, _, err := p.Organizations.Ensure(t.Context(), organization.Input{Name: Name}, keys.Input{Name: keyName, Role: auth.Admin})
			require.NoError(t, err)
			part := whole
			part.Simulations, part.Trainings = whole.Simulations[:loaded.simulations], whole.Trainings[:loaded.trainings]
			ctx := auth.With(t.Context(), auth.Identity{OrganizationID: org.ID, Role: auth.Admin})
			require.NoError(t, p.load(ctx, part))

			p.now = installed.AddDate(0, 0, 3)
			ctx, _ = p.install(t)
			require.Equal(t, countsOf(Imagine(installed, p.now)), p.counts(ctx, t))
		})
	}
}
