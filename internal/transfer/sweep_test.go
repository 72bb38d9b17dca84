package transfer

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/ent"
	"muster/ent/importrun"
	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/membership"
	"muster/internal/notify"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

// desk is a service on a database of its own, with a clock that the test moves.
type desk struct {
	*Service
	ctx          context.Context // of an administrator
	organization int64
	at           time.Time
}

func newDesk(t *testing.T, db *storage.DB) *desk {
	t.Helper()
	d := &desk{at: time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC), organization: storagetest.Organization(t, db, "Acme", "UTC")}
	log := slog.New(slog.DiscardHandler)
	broker := memory.New(log)
	t.Cleanup(broker.Close)
	clock := func() time.Time { return d.at }
	engine, words := membership.New(db, broker, clock, log), &vocabulary.Keeper{}
	d.Service = New(db, people.New(db, engine, words, clock), activity.New(db, engine, words, clock), broker, clock, log)
	d.ctx = auth.With(t.Context(), auth.Identity{OrganizationID: d.organization, Role: auth.Admin, Name: "admin"})
	return d
}

func (d *desk) row(t *testing.T, id int64) *ent.ImportRun {
	t.Helper()
	row, err := d.db.Read(d.ctx).ImportRun.Get(d.ctx, id)
	require.NoError(t, err)
	return row
}

func TestAnImportWhoseNodeDiedIsMarkedAndTold(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newDesk(t, db)
		dead, err := d.begin(d.ctx, Upload{Kind: importrun.KindEMPLOYEES}, importrun.SourceCSV, &arriving{})
		require.NoError(t, err)
		d.at = d.at.Add(staleAfter)
		require.NoError(t, d.Sweep(t.Context()))
		require.Equal(t, importrun.StatusRUNNING, d.row(t, dead.id).Status, "it may still live")
		alive, err := d.begin(d.ctx, Upload{Kind: importrun.KindEMPLOYEES}, importrun.SourceCSV, &arriving{})
		require.NoError(t, err)
		changes, err := d.broker.Subscribe(t.Context(), notify.ImportProgress(d.organization, dead.id))
		require.NoError(t, err)

		d.at = d.at.Add(time.Millisecond)
		require.NoError(t, d.Sweep(t.Context()))
		<-changes.Messages()
		row := d.row(t, dead.id)
		require.Equal(t, importrun.StatusFAILED, row.Status)
		require.Equal(t, "UNAVAILABLE", *row.FailureCode)
		require.Equal(t, d.millis(), *row.FinishedAt)
		require.Equal(t, importrun.StatusRUNNING, d.row(t, alive.id).Status)

		d.at = d.at.Add(staleAfter)
		require.NoError(t, alive.sayAlive(d.ctx))
		require.NoError(t, d.Sweep(t.Context()))
		require.Equal(t, importrun.StatusRUNNING, d.row(t, alive.id).Status, "it said that it lives")
		row, err = dead.finish(d.ctx, nil)
		require.NoError(t, err)
		require.Equal(t, importrun.StatusDONE, row.Status, "it lived after all")
	})
}

func TestOldReportsAreForgotten(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newDesk(t, db)
		send := func() *ent.ImportRun {
			row, err := d.Import(d.ctx, Upload{Kind: importrun.KindEMPLOYEES, Format: CSV, Body: strings.NewReader("email,name\nx,X\ny,Y\n")})
			require.NoError(t, err)
			return row
		}
		report := func(row *ent.ImportRun) string {
			var file strings.Builder
			download, err := d.Report(d.ctx, row.ID)
			require.NoError(t, err)
			require.NoError(t, download.Write(d.ctx, &file))
			return file.String()
		}
		old := send()
		d.at = d.at.AddDate(0, 0, ReportDays-1)
		recent := send()
		require.NoError(t, d.Forget(t.Context()))
		require.Equal(t, report(recent), report(old))
		d.at = d.at.AddDate(0, 0, 1).Add(time.Second)
		require.NoError(t, d.Forget(t.Context()))
		require.Equal(t, "line,code,message\r\n,,2 more rejected rows are not listed\r\n", report(old))
		require.Contains(t, report(recent), "2,INVALID,")
	})
}
