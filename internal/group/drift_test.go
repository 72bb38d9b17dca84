package group_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestDrift walks one active group through a year: what an administrator is told of it, and how often.
func TestDrift(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		log := slog.New(slog.DiscardHandler)
		broker := memory.New(log)
		t.Cleanup(broker.Close)
		queue, err := jobs.NewQueue(db, log)
		require.NoError(t, err)
		service := group.New(db, membership.New(db, broker, clock, log), queue, clock)
		organization := storagetest.Organization(t, db, "Acme", "UTC")
		ctx := auth.With(t.Context(), auth.Identity{OrganizationID: organization, Role: auth.Admin, Name: "test"})
		var g *ent.Group
		change := func(work func(ctx context.Context, c *ent.Client) error) {
			require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return work(ctx, tx.Ent) }))
		}
		change(func(ctx context.Context, c *ent.Client) (err error) {
			g, err = c.Group.Create().SetOrganizationID(organization).SetName("Clickers").SetNameKey("clickers").SetKind(entgroup.KindSMART).
				SetStatus(entgroup.StatusACTIVE).SetMemberCount(10).SetCreatedAt(now.UnixMilli()).SetUpdatedAt(now.UnixMilli()).Save(ctx)
			return err
		})
		told := 0
		look := func(count int, later time.Duration) (kinds []string) {
			now = now.Add(later)
			change(func(ctx context.Context, c *ent.Client) error {
				return c.Group.UpdateOne(g).SetMemberCount(count).Exec(ctx)
			})
			require.NoError(t, service.WatchDrift(t.Context()))
			notes, err := db.Read(ctx).Notification.Query().All(ctx)
			require.NoError(t, err)
			for _, n := range notes[told:] {
				kinds = append(kinds, n.Kind)
			}
			told = len(notes)
			return kinds
		}
		require.Empty(t, look(10, 0), "the first look only counts")
		require.Empty(t, look(29, time.Hour), "not yet three times")
		require.Equal(t, []string{"GROUP_TRIPLED"}, look(30, time.Hour))
		require.Empty(t, look(31, time.Minute), "told once")
		require.Empty(t, look(40, 24*time.Hour), "a new day's count")
		require.Equal(t, []string{"GROUP_EMPTIED"}, look(0, time.Hour))
		require.Empty(t, look(0, time.Hour))
		require.Empty(t, look(4, time.Hour), "back again")
		require.Equal(t, []string{"GROUP_STALE"}, look(4, 100*24*time.Hour))
		require.Empty(t, look(4, 100*24*time.Hour), "told once")
	})
}
