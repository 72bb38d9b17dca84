package membership

import (
	"context"
	"encoding/json"

	"muster/internal/criteria"
	"muster/internal/notify"
	"muster/internal/storage"
)

// maxNamed is how many joins and how many leaves a delta names; it counts them all.
const maxNamed = 100

// Delta is the payload of notify.MembershipChanged.
type Delta struct {
	At          int64   `json:"at"` // milliseconds since the epoch
	Joined      []int64 `json:"joined"`
	Left        []int64 `json:"left"`
	JoinedCount int     `json:"joinedCount"`
	LeftCount   int     `json:"leftCount"`
}

// publishAfter publishes the deltas once the transaction has committed.
func (e *Engine) publishAfter(tx *storage.Tx, organization int64, at criteria.Instant, deltas []delta) {
	if len(deltas) == 0 {
		return
	}
	messages := make([]notify.Message, 0, 2*len(deltas))
	for _, d := range deltas {
		payload, err := json.Marshal(Delta{
			At: int64(at), Joined: first(d.joined), Left: first(d.left), JoinedCount: len(d.joined), LeftCount: len(d.left),
		})
		if err != nil {
			panic(err) // numbers always have a JSON form
		}
		messages = append(messages,
			notify.Message{Topic: notify.MembershipChanged(organization, d.group), Version: d.version, Payload: payload},
			notify.Message{Topic: notify.GroupUpdated(organization, d.group), Version: d.version})
	}
	tx.AfterCommit(func() { e.publish(messages) })
}

func first(ids []int64) []int64 { return append([]int64{}, ids[:min(len(ids), maxNamed)]...) }

// GroupUpdated tells, once the transaction has committed, that something about the group changed.
func (e *Engine) GroupUpdated(tx *storage.Tx, organization, group, version int64) {
	tx.AfterCommit(func() {
		e.publish([]notify.Message{{Topic: notify.GroupUpdated(organization, group), Version: version}})
	})
}

// GroupDeleted tells, once the transaction has committed, that there is nothing left to say about the group: whoever
// listens to it looks, and finds it gone.
func (e *Engine) GroupDeleted(tx *storage.Tx, organization, group, version int64) {
	tx.AfterCommit(func() {
		e.publish([]notify.Message{
			{Topic: notify.MembershipChanged(organization, group), Version: version + 1},
			{Topic: notify.GroupUpdated(organization, group), Version: version + 1},
		})
	})
}

// publish hands the messages over. What cannot be handed over is not lost to anybody who looks: the versions show the gap.
func (e *Engine) publish(messages []notify.Message) {
	if err := e.broker.Publish(context.Background(), messages...); err != nil {
		e.log.Warn("live messages were not handed over", "messages", len(messages), "error", err)
	}
}
