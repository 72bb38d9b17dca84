package keys

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"muster/ent/apikey"
	"muster/internal/auth"
	"muster/internal/storage"
)

const (
	// useResolution is how exactly the database knows when a key was last used.
	useResolution = time.Minute
	// writeEvery is how long a noted use waits to be written.
	writeEvery = 10 * time.Second
	// writeTimeout bounds one writing.
	writeTimeout = 10 * time.Second
)

// uses collects the keys used since the last writing. The zero value is ready.
type uses struct {
	mu   sync.Mutex
	last map[int64]int64 // by key, in milliseconds since the epoch
}

func (u *uses) note(key, at int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.last == nil {
		u.last = make(map[int64]int64)
	}
	u.last[key] = at
}

// take gives what was noted and forgets it.
func (u *uses) take() map[int64]int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	taken := u.last
	u.last = nil
	return taken
}

// WriteUses writes down which keys are used until ctx ends, and then once more.
func (s *Service) WriteUses(ctx context.Context) {
	ticker := time.NewTicker(writeEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			s.writeUses(context.WithoutCancel(ctx))
			return
		case <-ticker.C:
			s.writeUses(ctx)
		}
	}
}

// writeUses writes what was noted so far. Where it fails the uses are forgotten: the next ones say the same.
func (s *Service) writeUses(ctx context.Context) {
	used := s.use.take()
	if len(used) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(auth.System(ctx), writeTimeout)
	defer cancel()
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		for _, key := range slices.Sorted(maps.Keys(used)) { // in one order on every node
			at := used[key]
			later := apikey.Or(apikey.LastUsedAtIsNil(), apikey.LastUsedAtLT(at))
			if err := tx.Ent.APIKey.Update().Where(apikey.ID(key), later).SetLastUsedAt(at).Exec(ctx); err != nil {
				return fmt.Errorf("keys: write a use down: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		s.log.WarnContext(ctx, "could not write down which keys were used", slog.Any("error", err))
	}
}
