package llm

import (
	"context"
	"errors"
	"fmt"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/sony/gobreaker/v2"
	"golang.org/x/time/rate"
)

// maxOrganizations bounds for how many organizations the rate is remembered; one that was forgotten begins anew.
const maxOrganizations = 10_000

// guard keeps one organization from asking too often and everybody from asking a provider that is down. Each node of a
// cluster counts for itself.
type guard struct {
	limits  Limits
	rates   *lru.Cache[int64, *rate.Limiter]
	breaker *gobreaker.CircuitBreaker[string]
}

func newGuard(limits Limits) *guard {
	rates, err := lru.New[int64, *rate.Limiter](maxOrganizations)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &guard{limits: limits, rates: rates, breaker: gobreaker.NewCircuitBreaker[string](gobreaker.Settings{
		Timeout:      limits.Rest,
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= limits.Failures },
		IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, context.Canceled) }, // the caller left: not the provider's fault
	})}
}

// allow tells whether the organization may ask once more at that instant.
func (g *guard) allow(organization int64, now time.Time) bool {
	limiter, known := g.rates.Get(organization)
	if !known {
		limiter = rate.NewLimiter(rate.Limit(float64(g.limits.PerMinute)/time.Minute.Seconds()), g.limits.Burst)
		if other, raced, _ := g.rates.PeekOrAdd(organization, limiter); raced {
			limiter = other
		}
	}
	return limiter.AllowN(now, 1)
}

// call calls the provider unless it is left alone at present.
func (g *guard) call(ctx context.Context, p provider, turns []string) (string, error) {
	answer, err := g.breaker.Execute(func() (string, error) {
		answer, err := p.ask(ctx, turns)
		if err != nil && ctx.Err() != nil { // SDKs wrap it, or not
			return "", fmt.Errorf("%w: %w", ctx.Err(), err)
		}
		return answer, err
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return "", errResting
	}
	return answer, err
}

// errResting is the provider being left alone after failures.
var errResting = errors.New("left alone after failures")
