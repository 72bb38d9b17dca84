package redisbroker

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"muster/internal/notify"
)

// A message in a Redis channel is its version in decimal, a space and the payload; or missedMark alone. People
// can read it in redis-cli. Nodes of different versions of Muster meet here: what one cannot read becomes a
// Missed message, so the format may change.
const missedMark = "missed"

func encode(m notify.Message) []byte {
	if m.Missed {
		return []byte(missedMark)
	}
	text := strconv.AppendInt(make([]byte, 0, 21+len(m.Payload)), m.Version, 10)
	text = append(text, ' ')
	return append(text, m.Payload...)
}

func decode(topic notify.Topic, text string) (notify.Message, error) {
	if text == missedMark {
		return notify.Message{Topic: topic, Missed: true}, nil
	}
	digits, payload, found := strings.Cut(text, " ")
	if !found {
		return notify.Message{}, errors.New("no version in it")
	}
	version, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return notify.Message{}, errors.New("no version in it")
	}
	if len(payload) > notify.MaxPayload {
		return notify.Message{}, fmt.Errorf("%d bytes of payload", len(payload))
	}
	return notify.Message{Topic: topic, Version: version, Payload: []byte(payload)}, nil
}
