package llm

import (
	"context"
	"log/slog"
	"time"

	"muster/internal/config"
	"muster/internal/criteria"
	"muster/internal/reading"
)

// Reader reads with the grammar and, where that is not sure, with a model. It is safe for concurrent use.
type Reader struct {
	provider provider
	model    string
	limits   Limits
	guard    *guard
	log      *slog.Logger
}

// New makes a Reader for a provider of models: settings that config has validated, other than "builtin".
func New(settings config.AI, limits Limits, log *slog.Logger) *Reader {
	return &Reader{provider: newProvider(settings, limits), model: settings.Model, limits: limits, guard: newGuard(limits), log: log}
}

// Read reads a description for an organization, whose grammar it is given. It answers within the limits' deadline, whatever the model does;
// where ctx ends earlier, with the grammar's reading.
func (r *Reader) Read(ctx context.Context, organization int64, grammar *reading.Reader, description string, clock criteria.Clock) reading.Reading {
	first := grammar.Read(description, clock)
	if first.Status == reading.Clear {
		return first
	}
	marks := grammar.Marks(description, clock)
	if !askable(first, marks) {
		return first
	}
	began := time.Now()
	catalog := grammar.Catalog()
	c := &conversation{
		reader: r, description: description, marks: marks, names: namesIn(catalog),
		mask: newMask(description, marks, catalog.Managers), offer: newOffer(catalog, description, marks),
		glossary: grammar.Glossary(),
	}
	second, failed := r.ask(ctx, organization, c, clock)
	if failed != nil {
		r.log.WarnContext(ctx, "the model gave no reading", "organization", organization, "model", r.model, "code", failed.code,
			"reason", failed.reason, "rounds", c.rounds, "took", time.Since(began))
		return warned(first, failed)
	}
	r.log.InfoContext(ctx, "asked the model", "organization", organization, "model", r.model, "grammar", first.Status, "reading", second.Status,
		"rounds", c.rounds, "took", time.Since(began))
	return combined(first, second, description, c.names)
}

// ask holds the conversation, within the limits.
func (r *Reader) ask(ctx context.Context, organization int64, c *conversation, clock criteria.Clock) (reading.Reading, *failure) {
	if !r.guard.allow(organization, clock.Now().Time()) {
		return reading.Reading{}, unavailable("this organization has asked it very often just now")
	}
	ctx, cancel := context.WithTimeout(ctx, r.limits.Deadline)
	defer cancel()
	return c.hold(ctx, request(c.mask.sent, c.offer, c.glossary, clock))
}
