package brokertest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/notify"
)

// Run holds an implementation to the contract. newPair gives two nodes that share their messages with each other
// and with nobody else, and closes them when t ends.
func Run(t *testing.T, newPair func(t *testing.T) (a, b notify.Broker)) {
	t.Helper()
	for _, promise := range []struct {
		name string
		test func(t *testing.T, a, b notify.Broker)
	}{
		{"carries a message whole to every node", carriesWhole},
		{"keeps a publisher's order per topic", keepsOrder},
		{"delivers a topic named twice once", deliversOnce},
		{"does not keep messages for later subscribers", keepsNothing},
		{"crosses neither topics nor organizations", crossesNothing},
		{"agrees with a model of who hears what", agreesWithModel},
		{"refuses what is too large or forged, and sends nothing of it", refuses},
		{"lets the publisher reuse its buffer", copiesPayload},
		{"cuts the slow and spares the others", cutsSlow},
		{"never makes publishers wait for subscribers", neverWaits},
		{"ends a subscription once, however often it is closed", closesOnce},
		{"delivers to those who stay when others leave", othersStay},
		{"ends a subscription with its context", endsWithContext},
		{"refuses a context that ended", refusesEndedContext},
		{"ends everything with the broker", endsWithBroker},
		{"leaves no goroutine behind", leaksNothing},
		{"keeps its promises among many at once", manyAtOnce},
	} {
		t.Run(promise.name, func(t *testing.T) {
			a, b := newPair(t)
			require.NoError(t, a.Ping(t.Context()))
			require.NoError(t, b.Ping(t.Context()))
			promise.test(t, a, b)
		})
	}
}
