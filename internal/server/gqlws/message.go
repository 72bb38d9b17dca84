package gqlws

import (
	"encoding/json"

	"muster/internal/errs"
)

// The types of messages. Ping and pong go both ways.
const (
	typeInit      = "connection_init"
	typeAck       = "connection_ack"
	typePing      = "ping"
	typePong      = "pong"
	typeSubscribe = "subscribe"
	typeNext      = "next"
	typeError     = "error"
	typeComplete  = "complete"
)

// maxIDBytes bounds an operation's id, which every message of the operation repeats.
const maxIDBytes = 256

// incoming is a message of the client.
type incoming struct {
	ID      string          `json:"id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// outgoing is a message of ours.
type outgoing struct {
	ID      string `json:"id,omitempty"`
	Type    string `json:"type"`
	Payload any    `json:"payload,omitempty"`
}

// pongTo answers a ping with the payload it came with, if any.
func pongTo(ping incoming) outgoing {
	if len(ping.Payload) == 0 || string(ping.Payload) == "null" {
		return outgoing{Type: typePong}
	}
	return outgoing{Type: typePong, Payload: ping.Payload}
}

// encode is for messages that cannot fail to encode: what they carry was made by this package or decoded by it.
func encode(m outgoing) []byte {
	data, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return data
}

// decode reads a message as far as the protocol's envelope goes: a known type, an id where the type needs one. The
// error is fit for the client.
func decode(data []byte) (incoming, error) {
	var m incoming
	if json.Unmarshal(data, &m) != nil {
		return m, errs.New(errs.CodeInvalid, "a message must be a JSON object with a string type")
	}
	switch m.Type {
	case typeInit, typePing, typePong:
		return m, nil
	case typeSubscribe, typeComplete:
		if m.ID == "" || len(m.ID) > maxIDBytes {
			return m, errs.New(errs.CodeInvalid, "%s needs an id of 1 to %d bytes", m.Type, maxIDBytes)
		}
		return m, nil
	default:
		return m, errs.New(errs.CodeInvalid, "unknown message type %q", m.Type)
	}
}
