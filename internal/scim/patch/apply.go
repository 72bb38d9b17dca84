package patch

import (
	"maps"
	"slices"

	"muster/internal/scim/fault"
	"muster/internal/scim/filter"
	"muster/internal/scim/schema"
)

// Apply gives the document as the operations, one after the other, make it.
func Apply(r *schema.Resource, before schema.Document, operations []Operation) (schema.Document, error) {
	p := patching{r, before.Clone()}
	for _, o := range operations {
		if err := p.apply(o); err != nil {
			return nil, err
		}
	}
	return p.document, r.Check(p.document)
}

// patching is a document that is being changed.
type patching struct {
	resource *schema.Resource
	document schema.Document
}

func (p patching) apply(o Operation) error {
	if o.Path != "" {
		return p.at(o)
	}
	if o.Op == Remove {
		return fault.New(fault.NoTarget, "remove needs a path")
	}
	values, ok := o.Value.(map[string]any)
	if !ok {
		return fault.New(fault.InvalidValue, "an operation without a path needs an object")
	}
	return p.each(o.Op, "", values)
}

// each applies an object's attributes one by one, in one order. Names may be paths; those that nothing is known of are left out.
func (p patching) each(op Kind, prefix string, values map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		t, err := p.target(prefix + name)
		if err != nil || t.fixed() {
			continue
		}
		if err := p.to(t, Operation{op, prefix + name, values[name]}); err != nil {
			return err
		}
	}
	return nil
}

func (p patching) at(o Operation) error {
	t, err := p.target(o.Path)
	if err != nil {
		return err
	}
	if t.fixed() {
		return fault.New(fault.Mutability, "%s cannot be changed", t.ref.Name())
	}
	return p.to(t, o)
}

// target is where an operation works.
type target struct {
	ref schema.Ref
	of  filter.Node // which values of a list; nil: all
}

func (t target) fixed() bool {
	return t.ref.Attribute != nil && (t.ref.Attribute.ReadOnly() || t.ref.Attribute.Name == "schemas" || t.ref.Target().ReadOnly())
}

func (p patching) target(path string) (t target, err error) {
	parsed, err := filter.ParsePath(path)
	if err != nil {
		return t, err
	}
	name := parsed.Attribute
	if parsed.Sub != "" {
		name += "." + parsed.Sub
	}
	ref, ok := p.resource.Find(name)
	if !ok {
		return t, fault.New(fault.InvalidPath, "there is no attribute %.100q", name)
	}
	if parsed.Of != nil && (ref.Attribute == nil || !ref.Attribute.MultiValued) {
		return t, fault.New(fault.InvalidPath, "%s is no list that a filter could choose from", ref.Name())
	}
	return target{ref, parsed.Of}, nil
}

func (p patching) to(t target, o Operation) error {
	switch {
	case t.ref.Attribute == nil:
		return p.extension(t.ref.Extension, o)
	case t.ref.Attribute.MultiValued:
		return p.list(t, o)
	case o.Op == Remove:
		return p.document.Put(t.ref, nil)
	case t.ref.Sub == nil && t.ref.Attribute.Kind == schema.Complex:
		return p.merge(t.ref, o.Value)
	default:
		return p.document.Put(t.ref, o.Value)
	}
}

func (p patching) extension(extension *schema.Schema, o Operation) error {
	if o.Op == Remove {
		delete(p.document, extension.ID)
		return nil
	}
	values, ok := o.Value.(map[string]any)
	if !ok {
		return fault.New(fault.InvalidValue, "%s is no object", extension.ID)
	}
	return p.each(o.Op, extension.ID+":", values)
}

// merge writes the sub-attributes that a value has; the others stay.
func (p patching) merge(ref schema.Ref, value any) error {
	read, err := ref.Attribute.Read(value)
	if err != nil {
		return err
	}
	parts, ok := read.(map[string]any)
	if !ok {
		return p.document.Put(ref, nil)
	}
	for name, part := range parts {
		if err := p.document.Put(schema.Ref{Extension: ref.Extension, Attribute: ref.Attribute, Sub: schema.Named(ref.Attribute.Subs, name)}, part); err != nil {
			return err
		}
	}
	return nil
}
