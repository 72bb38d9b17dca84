package criteria

// Limits of one tree.
const (
	MaxConditions = 40  // conditions, and AllOf without nodes
	MaxDepth      = 6   // AllOf, AnyOf and Not above a condition; a count of none is one too, as it says "not"
	MaxValues     = 100 // values, types or ids of one list
	MaxText       = 200 // characters of one value
	MaxSpan       = 3660
	MaxCount      = 10_000 // of campaigns or courses
)

// The days between which the dates of a tree lie: 1900-01-01 and 2999-12-31. ParseDate reads them all.
const (
	MinDate Date = -25567
	MaxDate Date = 376199
)
