package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// doomedVariable, set to a database's URL, makes this test program a node that takes jobs and finishes none.
const doomedVariable = "MUSTER_JOBS_TEST_DOOMED"

func TestMain(m *testing.M) {
	if url := os.Getenv(doomedVariable); url != "" {
		fmt.Fprintln(os.Stderr, "the doomed node ended:", doomed(url))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// doomed prints a line for each job it takes, and waits to be killed.
func doomed(url string) error {
	db, err := storage.Open(context.Background(), url)
	if err != nil {
		return err
	}
	runner := newRunner(db, func(ctx context.Context, number int) error {
		_, err := fmt.Fprintln(os.Stdout, number)
		if err != nil {
			return err
		}
		<-ctx.Done()
		return ctx.Err()
	})
	if err := runner.Start(context.Background()); err != nil {
		return err
	}
	_, err = bufio.NewReader(os.Stdin).ReadString('\n') // the parent's end of the pipe outlives this process
	return err
}

// startDoomed starts a node in a process of its own and waits until it works the job. The function it gives ends the
// node without warning.
func startDoomed(t *testing.T, db *storage.DB, url string) (kill func()) {
	t.Helper()
	node := exec.CommandContext(t.Context(), os.Args[0])
	node.Env = append(os.Environ(), doomedVariable+"="+url)
	node.Stderr = os.Stderr
	output, err := node.StdoutPipe()
	require.NoError(t, err)
	_, err = node.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, node.Start())
	enqueue(t, db, nil, 7)
	line, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "7\n", line)
	return func() {
		require.NoError(t, node.Process.Kill())
		require.Error(t, node.Wait())
	}
}

func open(t *testing.T, url string) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func TestANodeThatStartsTakesOverFromAKilledOne(t *testing.T) {
	urls := map[string]func(testing.TB) string{"sqlite": storagetest.SQLiteURL, "postgres": storagetest.PostgresURL}
	for name, makeURL := range urls {
		t.Run(name, func(t *testing.T) {
			url := makeURL(t)
			db := open(t, url)
			startDoomed(t, db, url)()
			began := time.Now()
			worked := make(chan int, 1)
			start(t, db, func(_ context.Context, number int) error {
				worked <- number
				return nil
			})
			require.Equal(t, 7, next(t, worked))
			require.Less(t, time.Since(began), 10*time.Second)
		})
	}
}

// TestAJobThatKilledEveryNodeIsNotTakenAgain leaves the last word to River's rescuer.
func TestAJobThatKilledEveryNodeIsNotTakenAgain(t *testing.T) {
	db := storagetest.SQLite(t)
	enqueue(t, db, nil, 1, 2)
	_, err := db.Writer().ExecContext(t.Context(), `UPDATE river_job SET state = 'running', attempted_at = datetime('now'),
		attempt = CASE WHEN id = 1 THEN max_attempts ELSE 1 END`)
	require.NoError(t, err)
	worked := make(chan int, 2)
	start(t, db, func(_ context.Context, number int) error {
		worked <- number
		return nil
	})
	require.Equal(t, 2, next(t, worked))
	var running int
	row := db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE state = 'running' AND id = 1")
	require.NoError(t, row.Scan(&running))
	require.Equal(t, 1, running)
}

func TestARunningNodeTakesOverFromAKilledOne(t *testing.T) {
	t.Parallel()
	url := storagetest.PostgresURL(t)
	db := open(t, url)
	kill := startDoomed(t, db, url)
	worked := make(chan int, 1)
	start(t, db, func(_ context.Context, number int) error {
		worked <- number
		return nil
	})
	// It looks for dead nodes as it starts, and then from time to time.
	require.Never(t, func() bool { return len(worked) > 0 }, 3*time.Second, 100*time.Millisecond)
	kill()
	require.Equal(t, 7, next(t, worked))
}

// TestALivingNodeKeepsItsJobs looks often, for longer than it takes to free a dead node's jobs.
func TestALivingNodeKeepsItsJobs(t *testing.T) {
	t.Parallel()
	db := storagetest.Postgres(t)
	started, release := make(chan int, 10), make(chan struct{})
	work := func(_ context.Context, number int) error {
		started <- number
		<-release
		return nil
	}
	start(t, db, work)
	start(t, db, work)
	enqueue(t, db, nil, 1)
	require.Equal(t, 1, next(t, started))
	require.Never(t, func() bool { return len(started) > 0 }, 5*time.Second, 100*time.Millisecond)
	close(release)
}

// TestANodeThatLostItsConnectionComesBack ends the session that holds the node's lock.
func TestANodeThatLostItsConnectionComesBack(t *testing.T) {
	t.Parallel()
	db := storagetest.Postgres(t)
	start(t, db, func(context.Context, int) error { return nil })
	holders := func() (pids []int32) {
		rows, err := db.Pool().Query(t.Context(), `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
		require.NoError(t, err)
		pids, err = pgx.CollectRows(rows, pgx.RowTo[int32])
		require.NoError(t, err)
		return pids
	}
	before := holders()
	require.Len(t, before, 1)
	_, err := db.Pool().Exec(t.Context(), "SELECT pg_terminate_backend($1)", before[0])
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		now := holders()
		return len(now) == 1 && now[0] != before[0]
	}, patience, 50*time.Millisecond)
}
