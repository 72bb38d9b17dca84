package criteria

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"muster/internal/errs"
)

// maxJSON bounds the text of one tree, in bytes; a tree within Validate's limits is far smaller.
const maxJSON = 256 << 10

// MarshalJSON writes the root as an object with one key.
func (t Tree) MarshalJSON() ([]byte, error) { return encode(t.Root) }

func encode(n Node) ([]byte, error) {
	var body any = n
	switch n := n.(type) {
	case nil:
		return []byte("null"), nil
	case AllOf:
		body = wrap(n.Of)
	case AnyOf:
		body = wrap(n.Of)
	case Not:
		body = Tree{n.Of}
	}
	return marshal(map[string]any{n.key(): body})
}

// wrap makes each node a Tree, whose JSON form is the node's.
func wrap(nodes []Node) []Tree {
	trees := make([]Tree, len(nodes))
	for i, n := range nodes {
		trees[i] = Tree{n}
	}
	return trees
}

// marshal is json.Marshal without HTML escapes.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// UnmarshalJSON reads the root strictly: unknown names are errors that tell the path. It does not Validate.
func (t *Tree) UnmarshalJSON(b []byte) error {
	if len(b) > maxJSON {
		return errs.New(errs.CodeTooLarge, "the criteria tree has more than %d bytes", maxJSON)
	}
	root, err := decode(b, "$", 0)
	if err != nil {
		return err
	}
	t.Root = root
	return nil
}

var conditions = map[string]func([]byte) (Node, error){
	"department": into[Department],
	"profile":    into[Profile],
	"attribute":  into[Attribute],
	"date":       into[DateIn],
	"simulation": into[Simulation],
	"training":   into[Training],
	"enrolment":  into[Enrolment],
	"order":      into[Order],
	"rate":       into[Rate],
	"risk":       into[Risk],
	"group":      into[InGroup],
}

func into[T Node](b []byte) (Node, error) {
	var n T
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode(&n)
	return n, err
}

func decode(b []byte, path string, depth int) (Node, error) {
	if depth > MaxDepth {
		return nil, errs.New(errs.CodeInvalid, "%s: the tree is deeper than %d", path, MaxDepth)
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(b, &object); err != nil || len(object) != 1 {
		return nil, errs.New(errs.CodeInvalid, `%s: want an object with one key, such as {"allOf": [...]}`, path)
	}
	for key, body := range object {
		return decodeNode(key, body, path+"."+key, depth)
	}
	panic("unreachable")
}

func decodeNode(key string, body []byte, path string, depth int) (Node, error) {
	switch key {
	case "allOf":
		of, err := decodeList(body, path, depth)
		return AllOf{of}, err
	case "anyOf":
		of, err := decodeList(body, path, depth)
		return AnyOf{of}, err
	case "not":
		of, err := decode(body, path, depth+1)
		return Not{of}, err
	}
	read, known := conditions[key]
	if !known {
		return nil, errs.New(errs.CodeInvalid, "%s: unknown condition %.40q", path, key)
	}
	n, err := read(body)
	if err != nil {
		return nil, errs.New(errs.CodeInvalid, "%s: %s", path, jsonMessage(err))
	}
	return n, nil
}

func decodeList(b []byte, path string, depth int) ([]Node, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, errs.New(errs.CodeInvalid, "%s: want a list", path)
	}
	nodes := make([]Node, 0, min(len(list), MaxConditions))
	for i, item := range list {
		n, err := decode(item, fmt.Sprintf("%s[%d]", path, i), depth+1)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// jsonMessage drops encoding/json's prefix, which speaks of Go.
func jsonMessage(err error) string {
	message := strings.TrimPrefix(err.Error(), "json: ")
	return strings.ToValidUTF8(message[:min(len(message), 200)], "")
}
