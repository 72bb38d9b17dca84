package notify_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/notify"
)

// pipe is a subscription to what the test sends.
type pipe struct {
	messages chan notify.Message
	once     sync.Once
}

func (p *pipe) Messages() <-chan notify.Message { return p.messages }
func (p *pipe) Err() error                      { return notify.ErrSlow }
func (p *pipe) Close()                          { p.once.Do(func() { close(p.messages) }) }

func newPipe(messages ...notify.Message) *pipe {
	p := &pipe{messages: make(chan notify.Message, 1000)}
	for _, m := range messages {
		p.messages <- m
	}
	return p
}

func change(version int64) notify.Message {
	return notify.Message{Version: version, Payload: []byte("{}")}
}

// heard gives the versions of what came; 0 for Missed.
func heard(s notify.Subscription) (versions []int64) {
	for m := range s.Messages() {
		versions = append(versions, m.Version)
	}
	return versions
}

func TestMessagesThatOvertookEachOther(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var all []notify.Message
	var want []int64
	for v := range int64(200) {
		all, want = append(all, change(v+1)), append(want, v+1)
	}
	for from := 0; from < len(all); from += 20 {
		part := all[from : from+20]
		random.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
	}
	p := newPipe(all...)
	p.Close()
	require.Equal(t, want, heard(notify.InOrder(p, 0)))
}

func TestAHoleShowsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipe(change(5), change(8), change(7))
		s := notify.InOrder(p, 4)
		require.EqualValues(t, 5, (<-s.Messages()).Version)
		began := time.Now()
		require.EqualValues(t, 7, (<-s.Messages()).Version)
		require.Equal(t, notify.Overtaking, time.Since(began))
		require.EqualValues(t, 8, (<-s.Messages()).Version)
		for _, late := range []int64{6, 9, 4, 9, 10} {
			p.messages <- change(late)
		}
		p.Close()
		require.Equal(t, []int64{9, 10}, heard(s), "what comes late, or twice, is left out")
		require.ErrorIs(t, s.Err(), notify.ErrSlow)
	})
}

func TestEachHoleHasItsOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipe(change(5), change(7))
		s := notify.InOrder(p, 4)
		require.EqualValues(t, 5, (<-s.Messages()).Version)
		const later = notify.Overtaking * 4 / 5
		<-time.After(later)
		p.messages <- change(9)
		p.messages <- change(6)
		require.EqualValues(t, 6, (<-s.Messages()).Version)
		require.EqualValues(t, 7, (<-s.Messages()).Version)
		<-time.After(later)
		p.messages <- change(8)
		require.EqualValues(t, 8, (<-s.Messages()).Version, "9 still waited for it")
		require.EqualValues(t, 9, (<-s.Messages()).Version)
		p.messages <- change(11)
		<-time.After(later)
		p.messages <- change(13)
		require.EqualValues(t, 11, (<-s.Messages()).Version)
		p.messages <- change(12)
		require.EqualValues(t, 12, (<-s.Messages()).Version, "13 still waited for it")
		require.EqualValues(t, 13, (<-s.Messages()).Version)
		s.Close()
	})
}

func TestWhatIsLateAtTheStart(t *testing.T) {
	p := newPipe(change(7), change(8), change(9), change(8))
	p.Close()
	require.Equal(t, []int64{7, 8, 9}, heard(notify.InOrder(p, 8)), "whoever looked at 6 is told")
}

func TestWhatAsksToLookWaitsForNothing(t *testing.T) {
	p := newPipe(change(3), notify.Message{Missed: true}, change(9), change(10), change(12), notify.Message{Version: 2, Payload: []byte{}}, change(13))
	p.Close()
	require.Equal(t, []int64{3, 0, 9, 10, 12, 2, 13}, heard(notify.InOrder(p, 1)))
}

func TestAheadIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ahead []notify.Message
		for v := range int64(notify.QueueLength) {
			ahead = append(ahead, change(v+3))
		}
		slices.Reverse(ahead)
		s := notify.InOrder(newPipe(ahead...), 1)
		began := time.Now()
		require.EqualValues(t, 3, (<-s.Messages()).Version)
		require.Zero(t, time.Since(began))
		s.Close()
	})
}

func TestClosingDoesNotWaitForAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var more []notify.Message
		for v := range int64(notify.QueueLength + 3) {
			more = append(more, change(v+1))
		}
		s := notify.InOrder(newPipe(more...), 0)
		synctest.Wait()
		s.Close()
		synctest.Wait() // what gave them is gone: the test would not end otherwise
	})
}
