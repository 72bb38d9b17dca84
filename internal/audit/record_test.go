package audit_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/ent"
	"muster/ent/auditentry"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

func record(ctx context.Context, db *storage.DB, entries ...audit.Entry) error {
	return db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return audit.Record(ctx, tx, entries...) })
}

func all(t require.TestingT, ctx context.Context, db *storage.DB) []*ent.AuditEntry {
	found, err := db.Read(ctx).AuditEntry.Query().Order(auditentry.ByAt(), auditentry.ByID()).All(ctx)
	require.NoError(t, err)
	return found
}

func TestAnEntrySaysWhoDidWhatByWhichDoor(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		who := auth.Identity{
			OrganizationID: storagetest.Organization(t, db, "Acme", "UTC"), Role: auth.Admin, KeyID: 7, Name: "console", Source: auth.FromAPI,
		}
		ctx := auth.With(t.Context(), who)
		require.NoError(t, record(ctx, db))
		require.NoError(t, record(ctx, db,
			audit.Entry{Action: audit.GroupRenamed, Subject: audit.Subject{Kind: audit.Group, ID: 3, Name: "it's \"new\" ?"}, Details: map[string]any{"from": "old", "to": nil}},
			audit.Entry{Action: audit.SettingsChanged, Subject: audit.Subject{Kind: audit.Organization}},
		))
		require.NoError(t, record(auth.Through(ctx, auth.FromImport), db, audit.Entry{Action: audit.ImportFinished}))
		require.NoError(t, record(auth.AsMuster(t.Context(), who.OrganizationID), db, audit.Entry{Action: audit.PinExpired}))

		entries := all(t, ctx, db)
		require.Len(t, entries, 4)
		first, second, imported, clock := entries[0], entries[1], entries[2], entries[3]
		require.Equal(t, "console API GROUP_RENAMED GROUP", first.Actor+" "+string(first.Source)+" "+first.Action+" "+first.SubjectKind)
		require.Equal(t, int64(7), *first.ActorID)
		require.Equal(t, int64(3), *first.SubjectID)
		require.Equal(t, `it's "new" ?`, first.SubjectName)
		require.Equal(t, map[string]any{"from": "old", "to": nil}, first.Details)
		require.Equal(t, "SETTINGS_CHANGED", second.Action, "in the order given")
		require.Nil(t, second.SubjectID)
		require.Empty(t, second.Details)
		require.Equal(t, first.At, second.At, "one statement, one time")
		require.Equal(t, auditentry.SourceIMPORT, imported.Source)
		require.Equal(t, "muster CLOCK", clock.Actor+" "+string(clock.Source))
		require.Nil(t, clock.ActorID)

		other := auth.AsMuster(t.Context(), storagetest.Organization(t, db, "Other", "UTC"))
		require.Empty(t, all(t, other, db))
		require.Error(t, record(t.Context(), db, audit.Entry{Action: audit.PinExpired}), "nobody")
	})
}

func TestNoEntryWithoutItsChange(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := auth.AsMuster(t.Context(), storagetest.Organization(t, db, "Acme", "UTC"))
		broken := errors.New("broken")
		require.ErrorIs(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			require.NoError(t, audit.Record(ctx, tx, audit.Entry{Action: audit.GroupCreated}))
			return broken
		}), broken)
		require.Empty(t, all(t, ctx, db))
	})
}

// TestNobodyEditsAnEntry tries statements on the service's own connection, which may write everything else.
func TestNobodyEditsAnEntry(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := auth.AsMuster(t.Context(), storagetest.Organization(t, db, "Acme", "UTC"))
		require.NoError(t, record(ctx, db, audit.Entry{Action: audit.GroupCreated}, audit.Entry{Action: audit.GroupDeleted}))
		before := fmt.Sprint(all(t, ctx, db))
		statements := []string{
			`UPDATE audit_entries SET actor = 'somebody else'`,
			`UPDATE audit_entries SET at = at + 1, details = '{}'`,
			`UPDATE audit_entries SET action = action`,
			`DELETE FROM audit_entries`,
			`DELETE FROM organizations`,
			`INSERT INTO audit_entries SELECT * FROM audit_entries`,
		}
		if db.Dialect() == storage.Postgres {
			statements = append(statements, `TRUNCATE audit_entries`, `TRUNCATE organizations CASCADE`,
				`INSERT INTO audit_entries SELECT * FROM audit_entries ON CONFLICT (id) DO UPDATE SET actor = 'somebody else'`)
		} else {
			statements = append(statements, `REPLACE INTO audit_entries SELECT * FROM audit_entries`,
				`INSERT INTO audit_entries SELECT * FROM audit_entries WHERE true ON CONFLICT (id) DO UPDATE SET actor = 'somebody else'`)
		}
		columns := []string{"at", "actor", "source", "action", "subject_kind", "subject_id", "subject_name", "organization_id", "id"}
		rapid.Check(t, func(rt *rapid.T) {
			statement := rapid.SampledFrom(statements).Draw(rt, "statement")
			if rapid.Bool().Draw(rt, "one column") {
				column := rapid.SampledFrom(columns).Draw(rt, "column")
				statement = "UPDATE audit_entries SET " + column + " = 5 WHERE id = " + rapid.SampledFrom([]string{"1", "2", "id"}).Draw(rt, "which")
			}
			_, err := db.Writer().ExecContext(ctx, statement)
			require.Error(rt, err, statement)
			require.Equal(rt, before, fmt.Sprint(all(rt, ctx, db)), statement)
		})
		require.Error(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return tx.Ent.AuditEntry.Update().SetActor("somebody else").Exec(ctx)
		}))
	})
}
