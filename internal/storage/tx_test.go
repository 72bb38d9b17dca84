package storage_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/storage"
	"muster/internal/storage/scratch"
	"muster/internal/storage/storagetest"
)

func TestOneTransactionForEntAndSQL(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := auth.System(t.Context())
		refused := errors.New("refused")
		var hooks []string
		err := db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			tx.AfterCommit(func() { hooks = append(hooks, "never") })
			_, err := tx.Ent.Organization.Create().SetName("by ent").SetEvaluatedAt(1).SetCreatedAt(1).Save(ctx)
			require.NoError(t, err)
			query := "SELECT count(*) FROM organizations WHERE name = ?"
			var count int
			require.NoError(t, tx.QueryRowContext(ctx, tx.Dialect.Rebind(query), "by ent").Scan(&count))
			require.Equal(t, 1, count, "SQL sees what ent wrote")
			require.Equal(t, 1, db.Read(ctx).Organization.Query().CountX(ctx), "so does Read inside the transaction")
			return refused
		})
		require.ErrorIs(t, err, refused)
		require.Zero(t, db.Read(ctx).Organization.Query().CountX(ctx), "rolled back together")

		require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			tx.AfterCommit(func() { hooks = append(hooks, fmt.Sprint(db.Read(ctx) != nil, 1)) })
			tx.AfterCommit(func() { hooks = append(hooks, "2") })
			_, err := tx.Ent.Organization.Create().SetName("by ent").SetEvaluatedAt(1).SetCreatedAt(1).Save(ctx)
			return err
		}))
		require.Equal(t, []string{"true 1", "2"}, hooks)
		require.Equal(t, 1, db.Read(ctx).Organization.Query().CountX(ctx))
	})
}

func TestARehearsalLeavesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := auth.System(t.Context())
		require.NoError(t, db.Rehearse(ctx, func(ctx context.Context, tx *storage.Tx) error {
			tx.AfterCommit(func() { require.Fail(t, "nothing was committed") })
			tx.Ent.Organization.Create().SetName("x").SetEvaluatedAt(1).SetCreatedAt(1).SaveX(ctx)
			return nil
		}))
		require.Zero(t, db.Read(ctx).Organization.Query().CountX(ctx))
		refused := errors.New("refused")
		require.ErrorIs(t, db.Rehearse(ctx, func(context.Context, *storage.Tx) error { return refused }), refused)
	})
}

func TestAPanicRollsBack(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := auth.System(t.Context())
		require.PanicsWithValue(t, "oh", func() {
			_ = db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
				tx.Ent.Organization.Create().SetName("x").SetEvaluatedAt(1).SetCreatedAt(1).SaveX(ctx)
				panic("oh")
			})
		})
		require.Zero(t, db.Read(ctx).Organization.Query().CountX(ctx))
		storagetest.Organization(t, db, "the connection is free again", "UTC")
	})
}

func TestNoTransactionInsideATransaction(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		require.ErrorContains(t, db.InTx(t.Context(), func(ctx context.Context, _ *storage.Tx) error {
			return db.InTx(ctx, func(context.Context, *storage.Tx) error { return nil })
		}), "inside a transaction")
	})
}

// TestConcurrentWritersAllCommit makes writers contend for one row that each reads before it writes.
func TestConcurrentWritersAllCommit(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		org := storagetest.Organization(t, db, "Acme", "UTC")
		const writers, times = 8, 10
		var group sync.WaitGroup
		errs := make(chan error, writers)
		for range writers {
			group.Go(func() {
				for range times {
					if err := addOne(t.Context(), db, org); err != nil {
						errs <- err
						return
					}
				}
			})
		}
		group.Wait()
		close(errs)
		require.NoError(t, <-errs)
		ctx := auth.System(t.Context())
		require.EqualValues(t, writers*times, db.Read(ctx).Organization.GetX(ctx, org).EvaluatedAt)
	})
}

func addOne(ctx context.Context, db *storage.DB, org int64) error {
	return db.InTx(auth.System(ctx), func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, org, storage.Exclusive); err != nil {
			return err
		}
		before, err := tx.Ent.Organization.Get(ctx, org)
		if err != nil {
			return err
		}
		return tx.Ent.Organization.UpdateOneID(org).SetEvaluatedAt(before.EvaluatedAt + 1).Exec(ctx)
	})
}

// TestARefusedTransactionRunsAgain makes two transactions lock two rows in opposite order: PostgreSQL ends one of
// them, and it succeeds at the next attempt.
func TestARefusedTransactionRunsAgain(t *testing.T) {
	db := storagetest.Postgres(t)
	rows := []int64{storagetest.Organization(t, db, "A", "UTC"), storagetest.Organization(t, db, "B", "UTC")}
	var both sync.WaitGroup // both hold their first row
	both.Add(2)
	attempts := make(chan int, 2)
	lock := func(first, second int64) error {
		attempt := 0
		defer func() { attempts <- attempt }()
		return db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			attempt++
			query := "UPDATE organizations SET evaluated_at = evaluated_at + 1 WHERE id = $1"
			if _, err := tx.ExecContext(ctx, query, first); err != nil {
				return err
			}
			if attempt == 1 {
				both.Done()
				both.Wait()
			}
			_, err := tx.ExecContext(ctx, query, second)
			return err
		})
	}
	failed := make(chan error, 2)
	go func() { failed <- lock(rows[0], rows[1]) }()
	go func() { failed <- lock(rows[1], rows[0]) }()
	require.NoError(t, <-failed)
	require.NoError(t, <-failed)
	require.Equal(t, 3, <-attempts+<-attempts, "one of them ran twice")
}

func TestTheOrganizationLock(t *testing.T) {
	db := storagetest.Postgres(t)
	held, release := make(chan struct{}, 2), make(chan struct{})
	done := make(chan error, 3)
	hold := func(mode storage.LockMode, release <-chan struct{}) {
		done <- db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if err := tx.LockOrganization(ctx, 7, mode); err != nil {
				return err
			}
			held <- struct{}{}
			<-release
			return nil
		})
	}
	go hold(storage.Shared, release)
	go hold(storage.Shared, release)
	<-held
	<-held // both at once

	released := make(chan struct{})
	close(released)
	exclusive := make(chan struct{})
	go func() {
		defer close(exclusive)
		hold(storage.Exclusive, released)
	}()
	require.Never(t, func() bool { return len(held) > 0 }, 100*1e6, 10*1e6, "the exclusive lock waits for the shared")
	close(release)
	<-exclusive
	for range 3 {
		require.NoError(t, <-done)
	}
}

func TestReadsCannotWriteOnSQLite(t *testing.T) {
	db := storagetest.SQLite(t)
	_, err := db.SQL().ExecContext(t.Context(), "DELETE FROM organizations")
	require.ErrorContains(t, err, "readonly")
}

// TestTwoProcessesShareASQLiteFile stands for `muster org create` while a server runs.
func TestTwoProcessesShareASQLiteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "muster%20?#.db")
	var group sync.WaitGroup
	for i := range 3 {
		group.Go(func() {
			db, err := storage.Open(t.Context(), path)
			if err == nil {
				err = db.Migrate(t.Context())
			}
			if err != nil {
				t.Error(err)
				return
			}
			for range 5 {
				err = db.InTx(auth.System(t.Context()), func(ctx context.Context, tx *storage.Tx) error {
					create := tx.Ent.Organization.Create().SetName(fmt.Sprint(i)).SetEvaluatedAt(1).SetCreatedAt(1)
					return create.Exec(ctx)
				})
				if err != nil {
					t.Error(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	require.FileExists(t, path)
	db, err := storage.Open(t.Context(), "file:"+path)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	ctx := auth.System(t.Context())
	require.Equal(t, 15, db.Read(ctx).Organization.Query().CountX(ctx))
}

// TestNodesMigrateTogether starts several nodes on a database without tables.
func TestNodesMigrateTogether(t *testing.T) {
	url, drop, err := scratch.Create(t.Context(), os.Getenv("MUSTER_TEST_DATABASE_URL"), "")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, drop(context.WithoutCancel(t.Context()))) })
	var nodes sync.WaitGroup
	for range 3 {
		nodes.Go(func() {
			db, err := storage.Open(t.Context(), url)
			if err == nil {
				err = errors.Join(db.Migrate(t.Context()), db.Migrate(t.Context()), db.Close())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
}

func TestAPoolThatIsTooSmall(t *testing.T) {
	_, err := storage.Open(t.Context(), "postgres://muster:secret@127.0.0.1:1/muster?pool_max_conns=5")
	require.EqualError(t, err, "storage: the PostgreSQL URL: pool_max_conns is 5, at least 6 are needed")
}

func TestRebind(t *testing.T) {
	query := `SELECT "why?", 'it''s?' FROM t WHERE a = ? AND b IN (?, ?)`
	require.Equal(t, query, storage.SQLite.Rebind(query))
	require.Equal(t, `SELECT "why?", 'it''s?' FROM t WHERE a = $1 AND b IN ($2, $3)`, storage.Postgres.Rebind(query))
}

func TestTextSortsBytewise(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := auth.System(t.Context())
		for _, name := range []string{"b", "a b", "A", "ab", "é", "_"} {
			storagetest.Organization(t, db, name, "UTC")
		}
		rows, err := db.SQL().QueryContext(ctx, "SELECT name FROM organizations ORDER BY name")
		require.NoError(t, err)
		defer func() { require.NoError(t, rows.Close()) }()
		var names []string
		for rows.Next() {
			var name string
			require.NoError(t, rows.Scan(&name))
			names = append(names, name)
		}
		require.NoError(t, rows.Err())
		require.Equal(t, []string{"A", "_", "a b", "ab", "b", "é"}, names)
	})
}
