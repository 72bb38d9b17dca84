package group

import (
	"context"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// Model reads descriptions with the grammar and with more than that. It never fails: where it has nothing to add, the
// grammar's reading is the answer.
type Model interface {
	Read(ctx context.Context, organization int64, grammar *reading.Reader, description string, clock criteria.Clock) reading.Reading
}

// AskModel makes the service read with a model. It is for the time before the service is used.
func (s *Service) AskModel(m Model) { s.model = m }
