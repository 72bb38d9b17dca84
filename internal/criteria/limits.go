package criteria

// Limits of one tree.
const (
	MaxConditions = 40
	MaxDepth      = 6   // AllOf, AnyOf and Not above a condition
	MaxValues     = 100 // values or ids of one condition
	MaxText       = 200 // characters of one value
	MaxSpan       = 3660
)
