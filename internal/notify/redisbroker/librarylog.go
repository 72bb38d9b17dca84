package redisbroker

import (
	"context"
	"fmt"
	"log/slog"
)

// libraryLog takes what go-redis has to say, such as each failed dial. It is for debugging: link and the errors
// of Publish tell an outage once and in our words.
type libraryLog struct{ log *slog.Logger }

// Printf implements go-redis' logger.
func (l libraryLog) Printf(ctx context.Context, format string, v ...any) {
	if l.log.Enabled(ctx, slog.LevelDebug) {
		l.log.DebugContext(ctx, "go-redis", "says", fmt.Sprintf(format, v...))
	}
}
