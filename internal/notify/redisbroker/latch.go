package redisbroker

import "sync"

// latch is a state that goroutines can wait for. It starts shut.
type latch struct {
	mu   sync.Mutex
	open bool
	wait chan struct{}
}

func newLatch() *latch { return &latch{wait: make(chan struct{})} }

// opened gives a channel that is closed once the latch is open. It may have been shut again since.
func (l *latch) opened() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wait
}

// set says whether that changed anything.
func (l *latch) set(open bool) (changed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open == open {
		return false
	}
	l.open = open
	if open {
		close(l.wait)
	} else {
		l.wait = make(chan struct{})
	}
	return true
}

func (l *latch) isOpen() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}
