package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// cleanups are what has to be undone when the program ends, the newest first.
type cleanups struct {
	log   *slog.Logger
	steps []cleanup
}

type cleanup struct {
	label string
	undo  func(context.Context) error
}

// add puts a step before those added so far.
func (c *cleanups) add(label string, undo func(context.Context) error) {
	c.steps = append(c.steps, cleanup{label, undo})
}

// run undoes everything. A step that is not done when the time is up is left behind, and the others have their turn:
// the program ends either way.
func (c *cleanups) run(timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	var failures []error
	for _, step := range slices.Backward(c.steps) {
		done := make(chan error, 1)
		go func() { done <- step.undo(ctx) }()
		var err error
		select {
		case err = <-done:
		case <-ctx.Done():
			// A step that is quick has its chance even then.
			select {
			case err = <-done:
			case <-time.After(lastChance):
				err = ctx.Err()
			}
		}
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", step.label, err))
			c.log.Error("could not clean up", slog.String("step", step.label), slog.Any("error", err))
		}
	}
	return errors.Join(failures...)
}

// lastChance is what a step has for itself once the deadline has passed.
const lastChance = 200 * time.Millisecond
