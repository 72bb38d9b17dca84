package scalar

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/criteria"
	"muster/internal/errs"
)

// MarshalTree writes the tree's JSON.
func MarshalTree(t criteria.Tree) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		text, err := t.MarshalJSON()
		if err != nil {
			panic(err) // the executor's recovery reports it
		}
		_, _ = w.Write(text) // a buffer in memory
	})
}

// UnmarshalTree reads a tree's JSON object strictly; what it means is checked by whoever uses it.
func UnmarshalTree(v any) (criteria.Tree, error) {
	var t criteria.Tree
	text, err := json.Marshal(v)
	if err == nil {
		err = t.UnmarshalJSON(text)
	}
	if coded := (*errs.Error)(nil); err != nil && !errors.As(err, &coded) {
		err = errs.New(errs.CodeInvalid, "criteria: a tree's JSON object was expected")
	}
	return t, err
}
