package group

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/riverqueue/river"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/ent/membership"
	"muster/ent/pastmembership"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// When an active group has drifted away from what its administrator saw.
const (
	driftEvery  = time.Minute         // how often the groups are looked at
	driftSpan   = 24 * time.Hour      // within which tripling is drift
	driftFactor = 3                   // times as many members
	driftLeast  = 5                   // fewer members than that triple too easily
	staleAfter  = 90 * 24 * time.Hour // without anybody joining or leaving
)

// Kinds of notifications about drift.
const (
	noticeEmptied = "GROUP_EMPTIED"
	noticeTripled = "GROUP_TRIPLED"
	noticeStale   = "GROUP_STALE"
)

// DriftArgs is the periodic job that looks for groups that have drifted.
type DriftArgs struct{}

// Kind names the job.
func (DriftArgs) Kind() string { return "watch_drift" }

// DriftWatch is when the job runs.
func DriftWatch() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(driftEvery), func() (river.JobArgs, *river.InsertOpts) { return DriftArgs{}, nil }, nil)
}

// DriftWatcher works DriftArgs jobs.
type DriftWatcher struct {
	river.WorkerDefaults[DriftArgs]
	service *Service
}

// DriftWatcher gives the worker of the service's watch.
func (s *Service) DriftWatcher() *DriftWatcher { return &DriftWatcher{service: s} }

// Work looks at every active group once.
func (w *DriftWatcher) Work(ctx context.Context, _ *river.Job[DriftArgs]) error {
	return w.service.WatchDrift(ctx)
}

// WatchDrift notes active smart groups that were emptied, that tripled within a day, or that nobody has joined or left for staleAfter, and
// notifies their administrators once for each.
func (s *Service) WatchDrift(ctx context.Context) error {
	groups, err := s.db.Read(auth.System(ctx)).Group.Query().
		Where(entgroup.StatusEQ(entgroup.StatusACTIVE), entgroup.KindNEQ(entgroup.KindMANUAL)).All(auth.System(ctx))
	if err != nil {
		return err
	}
	for _, g := range groups {
		if !s.drifting(g) {
			continue
		}
		if err := s.onGroup(auth.AsMuster(ctx, g.OrganizationID), g, s.watch); err != nil {
			return fmt.Errorf("watch group %d: %w", g.ID, err)
		}
	}
	return nil
}

// drifting tells, without a query, whether the group has to be looked at.
func (s *Service) drifting(g *ent.Group) bool {
	return g.WatchedCount == nil || s.kindOfDrift(g) != "" || s.instant()-g.WatchedAt >= driftSpan.Milliseconds() ||
		*g.WatchedCount == 0 && g.MemberCount > 0
}

func (s *Service) kindOfDrift(g *ent.Group) string {
	before := *g.WatchedCount
	switch {
	case before > 0 && g.MemberCount == 0:
		return noticeEmptied
	case before >= driftLeast && g.MemberCount >= driftFactor*before:
		return noticeTripled
	default:
		return ""
	}
}

// watch takes the count anew, and notifies of drift since the last time.
func (s *Service) watch(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
	if g.Status != entgroup.StatusACTIVE {
		return nil
	}
	kind, before := "", g.MemberCount
	if g.WatchedCount != nil {
		kind, before = s.kindOfDrift(g), *g.WatchedCount
		if kind == "" {
			stale, err := s.turnsStale(ctx, tx, g)
			if err != nil {
				return err
			}
			if stale {
				kind = noticeStale
			}
		}
	}
	err := tx.Ent.Group.UpdateOne(g).SetWatchedCount(g.MemberCount).SetWatchedAt(s.instant()).Exec(ctx)
	if err != nil || kind == "" {
		return err
	}
	_, err = s.note(ctx, tx, g, kind, driftMessage(kind, g, before))
	return err
}

// turnsStale tells whether the group's last join or leave grew too old since the group was last looked at.
func (s *Service) turnsStale(ctx context.Context, tx *storage.Tx, g *ent.Group) (bool, error) {
	last := g.CreatedAt
	joined, err := tx.Ent.Membership.Query().Where(membership.GroupID(g.ID)).Order(membership.ByJoinedAt(sql.OrderDesc())).First(ctx)
	if err == nil {
		last = max(last, joined.JoinedAt)
	} else if !ent.IsNotFound(err) {
		return false, err
	}
	left, err := tx.Ent.PastMembership.Query().Where(pastmembership.GroupID(g.ID)).Order(pastmembership.ByLeftAt(sql.OrderDesc())).First(ctx)
	if err == nil {
		last = max(last, left.LeftAt)
	} else if !ent.IsNotFound(err) {
		return false, err
	}
	old := last + staleAfter.Milliseconds()
	return g.WatchedAt < old && old <= int64(criteria.InstantOf(s.now())), nil
}

func driftMessage(kind string, g *ent.Group, before int) string {
	switch kind {
	case noticeEmptied:
		return fmt.Sprintf("%q has no members any more; it had %d.", g.Name, before)
	case noticeTripled:
		return fmt.Sprintf("%q grew from %d to %d members within a day.", g.Name, before, g.MemberCount)
	default:
		return fmt.Sprintf("Nobody has joined or left %q for %d days.", g.Name, int(staleAfter.Hours()/24))
	}
}
