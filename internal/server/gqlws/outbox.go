package gqlws

// outbox holds the messages that wait to be written, oldest first. Behind the oldest, which may be of any size, it
// holds up to limit bytes: the limit is on what a slow client makes us keep, not on the size of an answer. It is guarded
// by its connection's lock.
type outbox struct {
	limit    int
	bytes    int
	messages [][]byte
}

// add queues a message; false means that there is no room.
func (o *outbox) add(message []byte) bool {
	if len(o.messages) > 0 && o.bytes-len(o.messages[0])+len(message) > o.limit {
		return false
	}
	o.messages = append(o.messages, message)
	o.bytes += len(message)
	return true
}

// take removes the oldest message.
func (o *outbox) take() (message []byte, ok bool) {
	if len(o.messages) == 0 {
		return nil, false
	}
	message = o.messages[0]
	o.messages[0] = nil
	o.messages = o.messages[1:]
	o.bytes -= len(message)
	return message, true
}
