package llm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"muster/internal/criteria"
)

// answer is what a model says: a flat list of nodes.
type answer struct {
	Nodes       []node   `json:"nodes"`
	Unsupported []string `json:"unsupported"`
}

// node is one node of the tree; its fields are those of a condition in a tree's JSON.
type node struct {
	ID     string          `json:"id"`
	Parent *string         `json:"parent"`
	Kind   string          `json:"kind"`
	Quotes []string        `json:"quotes"`
	Fields json.RawMessage `json:"fields"`
}

// part is a node in its place in the tree.
type part struct {
	kind     string
	quotes   []string
	parent   *part // nil for the root
	children []*part
	leaf     criteria.Node // nil for a combination
	negated  bool          // under an odd number of negations
	spans    []span        // where the quotes stand in the description
}

// span is a run of code points, the end not included.
type span struct{ start, end int }

func (s span) holds(start, end int) bool { return s.start <= start && end <= s.end }

// parse reads an answer strictly. The fault is for the model to read.
func parse(text string) (answer, string) {
	var a answer
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return a, "The answer is not the JSON that was asked for."
	}
	if d.More() {
		return a, "There is more than one JSON value in the answer."
	}
	if len(a.Nodes) > maxNodes {
		return a, fmt.Sprintf("The answer has more than %d nodes.", maxNodes)
	}
	return a, ""
}

// assemble makes the tree of an answer's nodes; nil, without fault, where there are none.
func assemble(a answer, m mask) (*part, []string) {
	parts := make(map[string]*part, len(a.Nodes))
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, n := range a.Nodes {
		if parts[n.ID] != nil || len(n.ID) > 40 {
			fault("The id %.40q is used twice or is too long.", n.ID)
			continue
		}
		p := &part{kind: n.Kind, quotes: n.Quotes}
		if !slices.Contains(combinations, n.Kind) {
			leaf, err := condition(n, m)
			if err != nil {
				fault("Node %q: %.200s", n.ID, err)
			}
			p.leaf = leaf
		}
		parts[n.ID] = p
	}
	var root *part
	for _, n := range a.Nodes {
		switch {
		case n.Parent == nil && root == nil:
			root = parts[n.ID]
		case n.Parent == nil:
			fault("Node %.40q is a second root: only one node has no parent.", n.ID)
		case parts[*n.Parent] == nil || parts[*n.Parent].leaf != nil:
			fault("The parent of node %.40q is no allOf, anyOf or not of the list.", n.ID)
		default:
			above, below := parts[*n.Parent], parts[n.ID]
			above.children, below.parent = append(above.children, below), above
		}
	}
	if len(faults) > 0 || len(a.Nodes) == 0 {
		return nil, faults
	}
	if root == nil || root.settle(false) != len(parts) {
		return nil, []string{"The nodes are not one tree: one node has no parent, and every other hangs below it."}
	}
	root.each(func(p *part) {
		if p.leaf == nil && (len(p.children) == 0 || p.kind == "not" && len(p.children) > 1) {
			fault("A node of the kind %s has %d nodes below it.", p.kind, len(p.children))
		}
	})
	return root, faults
}

// settle tells every part below whether it is negated and counts them. A part that is its own ancestor hangs below no root.
func (p *part) settle(negated bool) int {
	p.negated = negated
	count := 1
	for _, child := range p.children {
		count += child.settle(negated != (p.kind == "not"))
	}
	return count
}

func (p *part) each(visit func(*part)) {
	visit(p)
	for _, child := range p.children {
		child.each(visit)
	}
}

// node gives the part as a criteria node.
func (p *part) node() criteria.Node {
	var of []criteria.Node
	for _, child := range p.children {
		of = append(of, child.node())
	}
	switch p.kind {
	case "allOf":
		return criteria.AllOf{Of: of}
	case "anyOf":
		return criteria.AnyOf{Of: of}
	case "not":
		return criteria.Not{Of: of[0]}
	}
	return p.leaf
}

// condition decodes a node's fields as the condition of its kind and puts people in the place of placeholders.
func condition(n node, m mask) (criteria.Node, error) {
	kind, err := json.Marshal(n.Kind)
	if err != nil {
		return nil, err
	}
	var tree criteria.Tree
	if err := json.Unmarshal(fmt.Appendf(nil, "{%s:%s}", kind, fieldsOf(n)), &tree); err != nil {
		return nil, err
	}
	profile, is := tree.Root.(criteria.Profile)
	if !is || !slices.ContainsFunc(profile.Values, func(v string) bool { return m.person(v) != nil }) {
		return tree.Root, tree.Validate()
	}
	if err := m.unmask(&profile); err != nil {
		return nil, err
	}
	if (criteria.Tree{Root: profile}).Validate() != nil { // its own words may hold a part of an address
		return nil, fmt.Errorf("a placeholder cannot be compared in this way")
	}
	return profile, nil
}

func fieldsOf(n node) []byte {
	if fields := bytes.TrimSpace(n.Fields); len(fields) > 0 {
		return fields
	}
	return []byte("null")
}

// unmask puts addresses into the fields that hold them.
func (m mask) unmask(p *criteria.Profile) error {
	values := slices.Clone(p.Values)
	for i, value := range values {
		who := m.person(value)
		switch {
		case who == nil:
		case p.Field == criteria.FieldName:
			values[i] = who.text
		case p.Field != criteria.FieldEmail && p.Field != criteria.FieldManager:
			return fmt.Errorf("a placeholder stands for a person: use it in the profile fields manager, email and name")
		case len(who.emails) != 1:
			return fmt.Errorf("%s can be several people: list it as unsupported", value)
		default:
			values[i] = who.emails[0]
		}
	}
	p.Values = values
	return nil
}
