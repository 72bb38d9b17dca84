package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"muster/internal/jobs"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

const patience = 20 * time.Second

// noteArgs is a job of which one with the same number waits or runs at a time.
type noteArgs struct {
	Number int `json:"number"`
}

func (noteArgs) Kind() string { return "note" }

func (noteArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// start runs the work function for every note, on a node of its own that the test's end stops.
func start(t *testing.T, db *storage.DB, work func(ctx context.Context, number int) error) *jobs.Runner {
	t.Helper()
	runner := newRunner(db, work)
	require.NoError(t, runner.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, runner.Stop(ctx))
	})
	return runner
}

func newRunner(db *storage.DB, work func(ctx context.Context, number int) error) *jobs.Runner {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[noteArgs]) error {
		return work(ctx, job.Args.Number)
	}))
	return jobs.NewRunner(db, workers, slog.New(slog.DiscardHandler))
}

// enqueue puts the notes in, in one transaction that ends with the outcome.
func enqueue(t *testing.T, db *storage.DB, outcome error, numbers ...int) {
	t.Helper()
	queue, err := jobs.NewQueue(db, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		for _, number := range numbers {
			if err := queue.Enqueue(ctx, tx, noteArgs{Number: number}); err != nil {
				return err
			}
		}
		return outcome
	})
	require.ErrorIs(t, err, outcome)
}

func next(t *testing.T, from <-chan int) int {
	t.Helper()
	select {
	case number := <-from:
		return number
	case <-time.After(patience):
		require.Fail(t, "no job was worked")
		return 0
	}
}

func TestAJobExistsIfItsTransactionCommits(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		worked := make(chan int, 10)
		start(t, db, func(_ context.Context, number int) error {
			worked <- number
			return nil
		})
		enqueue(t, db, errors.New("rolled back"), 1)
		enqueue(t, db, nil, 2)
		require.Equal(t, 2, next(t, worked))
		enqueue(t, db, nil, 3)
		require.Equal(t, 3, next(t, worked))
		require.Empty(t, worked)
	})
}

func TestAUniqueJobIsNotAddedTwice(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		enqueue(t, db, nil, 1, 1)
		enqueue(t, db, nil, 1, 2)
		worked := make(chan int, 10)
		start(t, db, func(_ context.Context, number int) error {
			worked <- number
			return nil
		})
		require.ElementsMatch(t, []int{1, 2}, []int{next(t, worked), next(t, worked)})
		enqueue(t, db, nil, 3)
		require.Equal(t, 3, next(t, worked), "nothing else was waiting")
	})
}

func TestAFailedJobComesAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		attempts := make(chan int, 10)
		first := true
		start(t, db, func(_ context.Context, number int) error {
			attempts <- number
			if first {
				first = false
				return errors.New("not yet")
			}
			return nil
		})
		enqueue(t, db, nil, 1)
		require.Equal(t, 1, next(t, attempts))
		require.Equal(t, 1, next(t, attempts))
	})
}

func TestStopCancelsWhatTakesTooLong(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		working, ended := make(chan int, 1), make(chan error, 1)
		runner := newRunner(db, func(ctx context.Context, number int) error {
			working <- number
			<-ctx.Done()
			ended <- ctx.Err()
			return ctx.Err()
		})
		require.NoError(t, runner.Start(t.Context()))
		enqueue(t, db, nil, 1)
		next(t, working)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		require.NoError(t, runner.Stop(ctx))
		require.ErrorIs(t, <-ended, context.Canceled)

		// It had its attempt, and another node goes on with it.
		worked := make(chan int, 1)
		start(t, db, func(_ context.Context, number int) error {
			worked <- number
			return nil
		})
		require.Equal(t, 1, next(t, worked))
	})
}
