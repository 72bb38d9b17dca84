package transfer

import (
	"sync"

	"muster/internal/errs"
)

const (
	// MaxAtOnce bounds the imports that a node reads at once, and so their memory.
	MaxAtOnce = 8
	// MaxOfOne bounds those of one organization.
	MaxOfOne = 2
)

// places counts the imports that are being read. The zero value is ready.
type places struct {
	mu    sync.Mutex
	all   int
	ofOne map[int64]int
}

// take gives the organization a place until leave is called; errs.CodeUnavailable where there is none.
func (p *places) take(organization int64) (leave func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ofOne[organization] >= MaxOfOne {
		return nil, errs.New(errs.CodeUnavailable, "%d imports of the organization are running already: try again when one is done", MaxOfOne)
	}
	if p.all >= MaxAtOnce {
		return nil, errs.New(errs.CodeUnavailable, "too many imports are running: try again later")
	}
	if p.ofOne == nil {
		p.ofOne = map[int64]int{}
	}
	p.all++
	p.ofOne[organization]++
	return func() { p.leave(organization) }, nil
}

func (p *places) leave(organization int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all--
	if p.ofOne[organization]--; p.ofOne[organization] == 0 {
		delete(p.ofOne, organization)
	}
}
