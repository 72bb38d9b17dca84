package memory_test

import (
	"log/slog"
	"testing"

	"muster/internal/notify"
	"muster/internal/notify/brokertest"
	"muster/internal/notify/memory"
)

func TestContract(t *testing.T) {
	brokertest.Run(t, func(t *testing.T) (a, b notify.Broker) {
		broker := memory.New(slog.New(slog.DiscardHandler))
		t.Cleanup(broker.Close)
		return broker, broker
	})
}
