package criteria

import (
	_ "embed"
	"slices"
)

//go:embed schema.json
var schema []byte

// Schema gives the JSON Schema (draft 2020-12) of a tree's JSON. It refuses everything that Validate refuses save what
// a schema cannot say: that a window, a range or a count is empty, and how large and deep the whole tree is. It is stricter in one
// respect: what is not there is left out, and not null, false or an empty list.
func Schema() []byte { return slices.Clone(schema) }
