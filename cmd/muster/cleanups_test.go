package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCleanupsRunTheNewestFirstAndAll(t *testing.T) {
	var log bytes.Buffer
	var order []string
	broken := errors.New("broken")
	ends := &cleanups{log: slog.New(slog.NewTextHandler(&log, nil))}
	ends.add("first", func(context.Context) error {
		order = append(order, "first")
		return nil
	})
	ends.add("second", func(context.Context) error {
		order = append(order, "second")
		return broken
	})
	ends.add("third", func(context.Context) error {
		order = append(order, "third")
		return nil
	})
	require.ErrorIs(t, ends.run(time.Minute), broken)
	require.Equal(t, []string{"third", "second", "first"}, order)
	require.Contains(t, log.String(), "step=second")
}

func TestCleanupsGoOnWithoutOneThatHangs(t *testing.T) {
	ends := &cleanups{log: slog.New(slog.DiscardHandler)}
	first := false
	ends.add("first", func(context.Context) error {
		first = true
		return nil
	})
	hang := make(chan struct{})
	defer close(hang)
	ends.add("hangs", func(context.Context) error {
		<-hang
		return nil
	})
	require.ErrorIs(t, ends.run(10*time.Millisecond), context.DeadlineExceeded)
	require.True(t, first)
}
