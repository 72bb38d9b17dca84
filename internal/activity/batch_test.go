package activity

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

var oneLane = lane{organization: 1, table: "simulation_events"}

func callOf(rows int) *call { return &call{rows: make([]row, rows)} }

// TestCallsThatComeMeanwhileAreWrittenTogether holds the first batches up, and looks at how the calls after them are written.
func TestCallsThatComeMeanwhileAreWrittenTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b batcher
		var mu sync.Mutex
		var batches [][]int // the rows of the calls of each
		goOn := make(chan struct{})
		write := func(_ context.Context, batch []*call) {
			var rows []int
			for _, c := range batch {
				rows = append(rows, len(c.rows))
				c.result.Accepted, c.err = len(c.rows), nil
			}
			mu.Lock()
			batches = append(batches, rows)
			mu.Unlock()
			<-goOn
		}
		var calls sync.WaitGroup
		for _, rows := range []int{1, 2, 3, 1000, 997, 1, 5000, 4, batchRows, 5} {
			calls.Go(func() {
				result, err := b.do(t.Context(), oneLane, callOf(rows), write)
				require.NoError(t, err)
				require.Equal(t, rows, result.Accepted, "each caller has its own outcome")
			})
			<-time.After(pace) // so that they come in this order, and find whose turn it is under way
		}
		expected := [][]int{{1}, {2}, {3}, {1000, 997, 1}, {5000}, {4}, {batchRows}, {5}}
		require.Equal(t, expected[:leaders], batches, "who finds a leader's place free waits for nobody")
		for range expected {
			goOn <- struct{}{} // one after another, so that the batches come in this order
			<-time.After(pace)
		}
		calls.Wait()
		require.Equal(t, expected, batches)
		require.Empty(t, b.lanes, "nothing is left behind")
	})
}

// TestBatchesBeginApart: whoever finds nobody under way waits for nobody; whoever does waits for others.
func TestBatchesBeginApart(t *testing.T) {
	for name, c := range map[string]struct {
		writing time.Duration
		batches [][2]int // when each began, in tenths of a millisecond, and the calls in it
	}{
		"slow": {12500 * time.Microsecond, [][2]int{{0, 1}, {80, 7}, {160, 7}, {240, 5}}},
		"fast": {3500 * time.Microsecond, [][2]int{{0, 1}, {35, 3}, {70, 3}, {105, 3}, {140, 3}, {175, 3}, {210, 4}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var b batcher
				var mu sync.Mutex
				var batches [][2]int
				start := time.Now()
				write := func(_ context.Context, batch []*call) {
					mu.Lock()
					batches = append(batches, [2]int{int(time.Since(start) / (100 * time.Microsecond)), len(batch)})
					mu.Unlock()
					<-time.After(c.writing)
					for _, c := range batch {
						c.err = nil
					}
				}
				var calls sync.WaitGroup
				for range 20 {
					calls.Go(func() {
						_, err := b.do(t.Context(), oneLane, callOf(1), write)
						require.NoError(t, err)
					})
					<-time.After(1100 * time.Microsecond)
				}
				calls.Wait()
				require.Equal(t, c.batches, batches)
				require.Empty(t, b.lanes)
			})
		})
	}
}

func TestACallThatWaitsCanBeTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b batcher
		goOn := make(chan struct{})
		write := func(_ context.Context, batch []*call) {
			<-goOn
			for _, c := range batch {
				c.err = nil
			}
		}
		var calls sync.WaitGroup
		ctx, cancel := context.WithCancel(t.Context())
		for range leaders {
			calls.Go(func() {
				_, err := b.do(ctx, oneLane, callOf(1), write)
				require.NoError(t, err, "what is being written is written to the end")
			})
			<-time.After(pace)
		}
		calls.Go(func() {
			_, err := b.do(ctx, oneLane, callOf(1), func(context.Context, []*call) { t.Error("it was taken back") })
			require.ErrorIs(t, err, context.Canceled)
		})
		synctest.Wait()
		cancel()
		synctest.Wait()
		close(goOn)
		calls.Wait()
		require.Empty(t, b.lanes)
	})
}

func TestAPanicFreesThoseThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b batcher
		goOn := make(chan struct{})
		var calls sync.WaitGroup
		for range leaders {
			calls.Go(func() {
				require.Panics(t, func() {
					_, _ = b.do(t.Context(), oneLane, callOf(1), func(context.Context, []*call) {
						<-goOn
						panic("as a fault of the program would")
					})
				})
			})
			<-time.After(pace)
		}
		calls.Go(func() {
			_, err := b.do(t.Context(), oneLane, callOf(1), func(_ context.Context, batch []*call) { batch[0].err = nil })
			require.NoError(t, err)
		})
		synctest.Wait()
		close(goOn)
		calls.Wait()
		require.Empty(t, b.lanes)
	})
}
