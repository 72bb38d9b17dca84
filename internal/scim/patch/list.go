package patch

import (
	"maps"
	"reflect"
	"slices"

	"muster/internal/scim/fault"
	"muster/internal/scim/filter"
	"muster/internal/scim/schema"
)

// list works on an attribute with many values, or on some of them.
func (p patching) list(t target, o Operation) error {
	whole := schema.Ref{Extension: t.ref.Extension, Attribute: t.ref.Attribute}
	values, _ := p.document.Get(whole).([]any)
	values, err := t.change(values, o)
	if err != nil {
		return err
	}
	return p.document.Put(whole, values)
}

func (t target) change(values []any, o Operation) ([]any, error) {
	switch {
	case t.of == nil && t.ref.Sub == nil:
		return t.changeAll(values, o)
	case o.Op == Remove:
		return t.remove(values)
	default:
		return t.set(values, o.Value)
	}
}

// changeAll works on the list as a whole.
func (t target) changeAll(values []any, o Operation) ([]any, error) {
	read, err := t.ref.Attribute.Read(o.Value)
	if err != nil {
		return nil, err
	}
	given, _ := read.([]any)
	switch {
	case o.Op == Replace:
		return given, nil
	case o.Op == Add:
		return add(values, given), nil
	case given == nil:
		return nil, nil
	default: // not in the RFC: remove with the values that are to go
		return slices.DeleteFunc(values, func(v any) bool {
			return slices.ContainsFunc(given, func(g any) bool { return sameValue(v, g) })
		}), nil
	}
}

// add appends what is not there. A value that is there, with other words around it, gets the new ones.
func add(values, given []any) []any {
	for _, g := range given {
		at := slices.IndexFunc(values, func(v any) bool { return sameValue(v, g) })
		if at < 0 {
			values = append(values, g)
			continue
		}
		known, given := values[at].(map[string]any), g.(map[string]any) //nolint:forcetypeassert // values of lists are objects
		maps.Copy(known, given)
	}
	return values
}

// sameValue tells whether two values of a list are one: they have the same value, and the same type if both have one.
func sameValue(a, b any) bool {
	x, _ := a.(map[string]any)
	y, _ := b.(map[string]any)
	if x["value"] == nil && y["value"] == nil {
		return reflect.DeepEqual(x, y)
	}
	return x["value"] == y["value"] && (x["type"] == y["type"] || x["type"] == nil || y["type"] == nil)
}

// remove takes the values that the filter chooses, or their sub-attribute.
func (t target) remove(values []any) ([]any, error) {
	var kept []any
	for _, v := range values {
		parts, _ := v.(map[string]any)
		chosen, err := t.chooses(parts)
		if err != nil {
			return nil, err
		}
		if chosen && t.ref.Sub == nil {
			continue
		}
		if chosen {
			delete(parts, t.ref.Sub.Name)
		}
		kept = append(kept, parts)
	}
	return kept, nil
}

// set writes the values that the filter chooses, or their sub-attribute; where it chooses none, it makes one.
func (t target) set(values []any, given any) ([]any, error) {
	found := false
	for _, v := range values {
		parts, _ := v.(map[string]any)
		chosen, err := t.chooses(parts)
		if err != nil {
			return nil, err
		}
		if !chosen {
			continue
		}
		found = true
		if err := t.write(parts, given); err != nil {
			return nil, err
		}
	}
	if found {
		return t.lastPrimary(values), nil
	}
	made, err := t.make()
	if err != nil {
		return nil, err
	}
	if err := t.write(made, given); err != nil {
		return nil, err
	}
	return append(values, made), nil
}

// lastPrimary moves the values that the filter chooses behind the others while primaries are counted, since the last primary one counts.
func (t target) lastPrimary(values []any) []any {
	var others, chosen []any
	for _, v := range values {
		parts, _ := v.(map[string]any)
		if is, err := t.chooses(parts); err == nil && is {
			chosen = append(chosen, v)
		} else {
			others = append(others, v)
		}
	}
	schema.OnePrimary(slices.Concat(others, chosen))
	return values
}

// write sets a value's sub-attribute, or all those that an object has.
func (t target) write(parts map[string]any, given any) error {
	if t.ref.Sub == nil {
		read, err := (&schema.Attribute{Name: t.ref.Attribute.Name, Kind: schema.Complex, Subs: t.ref.Attribute.Subs}).Read(given)
		if err != nil {
			return err
		}
		object, _ := read.(map[string]any)
		maps.Copy(parts, object)
		return nil
	}
	read, err := t.ref.Sub.Read(given)
	if err != nil {
		return err
	}
	if read == nil {
		delete(parts, t.ref.Sub.Name)
	} else {
		parts[t.ref.Sub.Name] = read
	}
	return nil
}

// make gives a value that the filter chooses, where it is made of equalities.
func (t target) make() (map[string]any, error) {
	made := map[string]any{}
	var fill func(n filter.Node) error
	fill = func(n filter.Node) error {
		switch n := n.(type) {
		case nil:
			return nil
		case filter.And:
			for _, part := range n {
				if err := fill(part); err != nil {
					return err
				}
			}
			return nil
		case filter.Test:
			sub := schema.Named(t.ref.Attribute.Subs, n.Attribute)
			if sub == nil || n.Op != filter.Equal {
				break
			}
			value, err := sub.Read(n.Value)
			if value != nil {
				made[sub.Name] = value
			}
			return err
		}
		return fault.New(fault.NoTarget, "no value of %s meets the filter", t.ref.Attribute.Name)
	}
	return made, fill(t.of)
}

func (t target) chooses(parts map[string]any) (bool, error) {
	if t.of == nil {
		return true, nil
	}
	return Holds(t.ref.Attribute, parts, t.of)
}
