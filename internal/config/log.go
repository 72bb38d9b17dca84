package config

import (
	"io"
	"log/slog"
)

// Logger writes JSON in production and text for people in development.
func (m Mode) Logger(to io.Writer) *slog.Logger {
	if m == Development {
		return slog.New(slog.NewTextHandler(to, nil))
	}
	return slog.New(slog.NewJSONHandler(to, nil))
}
