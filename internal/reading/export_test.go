package reading

import "muster/internal/criteria"

// ReadWhole is Read without the limit of length, which is for what administrators write: a readback can be longer.
func (r *Reader) ReadWhole(text string, clock criteria.Clock) Reading { return r.read(text, clock) }
