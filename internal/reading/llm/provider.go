package llm

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"muster/internal/config"
)

// provider speaks one protocol.
type provider interface {
	// ask gives the text of the model's answer, which is meant to be the JSON of an answer. Its errors come from the protocol or the network
	// and may hold anything; reason says what of them may be told.
	// The turns are what was said so far: ours first, then the model's and ours by turns.
	ask(ctx context.Context, turns []string) (string, error)
}

// errUnfit is a response that the protocol does not allow.
var errUnfit = errors.New("unfit response")

// statusError is a response with an error's status. What else the response said is left behind.
type statusError int

func (e statusError) Error() string { return "status " + strconv.Itoa(int(e)) }

func newProvider(settings config.AI, limits Limits) provider {
	client := &http.Client{
		Transport: bounded{http.DefaultTransport, limits.Response},
		// A redirect would carry the description and the key to somewhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if settings.Provider == "anthropic" {
		return newAnthropic(settings, client)
	}
	return newOpenAI(settings, client)
}

// bounded cuts off responses of more than limit bytes with an error.
type bounded struct {
	next  http.RoundTripper
	limit int64
}

func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := b.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{http.MaxBytesReader(nil, response.Body, b.limit), response.Body}
	return response, nil
}

// failure is why there is no answer, in words that may be shown and logged.
type failure struct {
	code   string // of the issue
	reason string
}

func (f *failure) Error() string { return f.reason }

func unavailable(reason string) *failure { return &failure{CodeModelUnavailable, reason} }

// reason tells what of an error may be known outside: SDKs put the address and the whole response into theirs.
func reason(err error, deadline time.Duration) *failure {
	var status statusError
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return unavailable("it did not answer within " + deadline.String())
	case errors.Is(err, context.Canceled):
		return unavailable("nobody waits for its answer any more")
	case errors.As(err, &large):
		return unavailable("it answered too much")
	case errors.As(err, &status) && int(status) == http.StatusTooManyRequests:
		return unavailable("it is asked too often")
	case errors.As(err, &status):
		return unavailable("it answered with the error " + strconv.Itoa(int(status)))
	case errors.Is(err, errResting):
		return unavailable("it failed several times in a row and is left alone for a while")
	case errors.Is(err, errUnfit):
		return unavailable("it does not speak the protocol")
	}
	return unavailable("it could not be reached")
}
