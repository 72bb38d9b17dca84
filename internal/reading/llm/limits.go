package llm

import "time"

// Limits bound what readings may cost.
type Limits struct {
	Deadline  time.Duration // of one reading, repairs included
	Repairs   int           // how often one reading's faults are told to the model
	PerMinute int           // readings of one organization, on the average
	Burst     int           // readings of one organization at once
	Failures  uint32        // failures in a row after which the provider is left alone
	Rest      time.Duration // how long it is left alone
	Response  int64         // bytes of one response
}

// DefaultLimits gives the limits of a server.
func DefaultLimits() Limits {
	return Limits{Deadline: 8 * time.Second, Repairs: 2, PerMinute: 20, Burst: 10, Failures: 5, Rest: 30 * time.Second, Response: 256 << 10}
}

// Limits of what is sent and of what is taken from one answer.
const (
	maxOffered    = 25  // values of one kind
	maxAttributes = 15  // custom attributes
	maxNodes      = 100 // nodes of an answer
	maxQuotes     = 8   // quotes of a node
	maxFaults     = 12  // faults told at once
	maxUnknown    = 4   // words unknown to the grammar that may stand for one thing that a node says
	maxEcho       = 8 << 10
)
