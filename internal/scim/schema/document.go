package schema

import (
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"muster/internal/scim/fault"
)

const (
	maxText   = 2000 // characters of one value
	maxValues = 100  // of one list
)

// Document is a resource's content in canonical form (see doc.go). An extension's attributes are in a map under its URN; values
// of lists are []any of map[string]any.
type Document map[string]any

// Read gives the canonical form of what a client sent. What it may not set (id, meta) is left out. A required attribute that is
// missing is an error. The members of groups are too many for a document: whoever reads a group takes them out first.
func (r *Resource) Read(body map[string]any) (Document, error) {
	d := Document{}
	for name, value := range body {
		ref, ok := r.Find(name)
		switch {
		case !ok:
		case ref.Attribute == nil:
			if err := d.readExtension(r, ref.Extension, value); err != nil {
				return nil, err
			}
		default:
			if err := d.Put(ref, value); err != nil {
				return nil, err
			}
		}
	}
	return d, r.Check(d)
}

func (d Document) readExtension(r *Resource, extension *Schema, value any) error {
	if value == nil {
		return nil
	}
	values, ok := value.(map[string]any)
	if !ok {
		return fault.New(fault.InvalidValue, "%s is no object", extension.ID)
	}
	for name, value := range values {
		if ref, ok := r.Find(extension.ID + ":" + name); ok {
			if err := d.Put(ref, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// Check reports a required attribute that is missing.
func (r *Resource) Check(d Document) error {
	for _, a := range r.Core.Attributes {
		if _, given := d[a.Name]; a.Required && !given {
			return fault.New(fault.InvalidValue, "%s is required", a.Name)
		}
	}
	return nil
}

// Put writes an attribute's whole value, or that of a sub-attribute of an attribute that is no list. No value clears it. What clients cannot
// set stays as it is.
func (d Document) Put(ref Ref, value any) error {
	if ref.Attribute.ReadOnly() || ref.Attribute.Name == "schemas" {
		return nil
	}
	into := d.part(ref.Extension)
	if ref.Sub != nil {
		whole, _ := into[ref.Attribute.Name].(map[string]any)
		whole = maps.Clone(whole)
		if whole == nil {
			whole = map[string]any{}
		}
		value, err := ref.Sub.read(value)
		if err != nil {
			return err
		}
		set(whole, ref.Sub.Name, value)
		set(into, ref.Attribute.Name, some(whole))
	} else {
		read, err := ref.Attribute.Read(value)
		if err != nil {
			return err
		}
		set(into, ref.Attribute.Name, read)
	}
	d.keep(ref.Extension, into)
	return nil
}

// Get gives an attribute's value; nil where it has none.
func (d Document) Get(ref Ref) any {
	value := d.part(ref.Extension)[ref.Attribute.Name]
	if ref.Sub == nil {
		return value
	}
	whole, _ := value.(map[string]any)
	return whole[ref.Sub.Name]
}

// part gives the map that holds a schema's attributes.
func (d Document) part(extension *Schema) map[string]any {
	if extension == nil {
		return d
	}
	part, _ := d[extension.ID].(map[string]any)
	if part == nil {
		return map[string]any{}
	}
	return part
}

func (d Document) keep(extension *Schema, part map[string]any) {
	if extension != nil {
		set(d, extension.ID, some(part))
	}
}

func set(into map[string]any, name string, value any) {
	if value == nil {
		delete(into, name)
		return
	}
	into[name] = value
}

// some gives the map, nil where it is empty.
func some(values map[string]any) any {
	if len(values) == 0 {
		return nil
	}
	return values
}

// Read gives the canonical form of an attribute's value; nil where there is none.
func (a *Attribute) Read(value any) (any, error) {
	if !a.MultiValued {
		return a.read(value)
	}
	values, ok := value.([]any)
	if !ok {
		if value == nil {
			return nil, nil //nolint:nilnil // no value
		}
		values = []any{value}
	}
	if len(values) > maxValues {
		return nil, fault.New(fault.InvalidValue, "%s has %d values: at most %d are kept", a.Name, len(values), maxValues)
	}
	kept := make([]any, 0, len(values))
	for _, v := range values {
		v, err := a.read(v)
		if err != nil {
			return nil, err
		}
		if v != nil {
			kept = append(kept, v)
		}
	}
	if len(kept) == 0 {
		return nil, nil //nolint:nilnil // no value
	}
	OnePrimary(kept)
	return kept, nil
}

// read gives the canonical form of one value.
func (a *Attribute) read(value any) (any, error) {
	if list, ok := value.([]any); ok { // one value, sent as a list of one
		if len(list) > 1 {
			return nil, fault.New(fault.InvalidValue, "%s has one value, not %d", a.Name, len(list))
		}
		value = nil
		if len(list) == 1 {
			value = list[0]
		}
	}
	if value == nil || value == "" {
		return nil, nil //nolint:nilnil // no value
	}
	switch a.Kind {
	case Complex:
		return a.readComplex(value)
	case Boolean:
		return a.readBoolean(value)
	default:
		return a.readText(value)
	}
}

func (a *Attribute) readComplex(value any) (any, error) {
	parts, ok := value.(map[string]any)
	if !ok {
		if Named(a.Subs, "value") == nil {
			return nil, fault.New(fault.InvalidValue, "%s is no object", a.Name)
		}
		parts = map[string]any{"value": value}
	}
	kept := map[string]any{}
	for name, part := range parts {
		sub := Named(a.Subs, name)
		if sub == nil || sub.ReadOnly() {
			continue
		}
		part, err := sub.read(part)
		if err != nil {
			return nil, fault.New(fault.InvalidValue, "%s.%s", a.Name, detailOf(err))
		}
		set(kept, sub.Name, part)
	}
	if !a.says(kept) {
		return nil, nil //nolint:nilnil // no value
	}
	return kept, nil
}

// says tells whether there is anything in a complex value beside what it is for.
func (a *Attribute) says(parts map[string]any) bool {
	for name := range parts {
		if !a.MultiValued || name != "type" && name != "primary" {
			return true
		}
	}
	return false
}

func detailOf(err error) string {
	_, detail, _ := strings.Cut(err.Error(), ": ")
	return detail
}

func (a *Attribute) readBoolean(value any) (any, error) {
	switch v := value.(type) {
	case bool:
		return v, nil
	case string:
		switch {
		case strings.EqualFold(v, "true"):
			return true, nil
		case strings.EqualFold(v, "false"):
			return false, nil
		}
	}
	return nil, fault.New(fault.InvalidValue, "%s is neither true nor false", a.Name)
}

func (a *Attribute) readText(value any) (any, error) {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		text = strconv.FormatBool(v)
	case map[string]any: // {"value": "…"} where a plain value is expected
		inner, ok := v["value"].(string)
		if !ok {
			return nil, fault.New(fault.InvalidValue, "%s is no text", a.Name)
		}
		text = inner
	default:
		return nil, fault.New(fault.InvalidValue, "%s is no text", a.Name)
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return nil, fault.New(fault.InvalidValue, "%s has characters that are not text", a.Name)
	}
	if utf8.RuneCountInString(text) > maxText {
		return nil, fault.New(fault.InvalidValue, "%s has more than %d characters", a.Name, maxText)
	}
	return text, nil
}

// OnePrimary leaves the last value that says it is the primary one as the only one.
func OnePrimary(values []any) {
	found := false
	for i := len(values) - 1; i >= 0; i-- {
		parts, ok := values[i].(map[string]any)
		if !ok || parts["primary"] != true {
			continue
		}
		if found {
			delete(parts, "primary")
		}
		found = true
	}
}

// Clone gives a copy that shares nothing with the document.
func (d Document) Clone() Document {
	copied, _ := clone(map[string]any(d)).(map[string]any)
	return copied
}

func clone(value any) any {
	switch v := value.(type) {
	case map[string]any:
		copied := make(map[string]any, len(v))
		for name, part := range v {
			copied[name] = clone(part)
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, part := range v {
			copied[i] = clone(part)
		}
		return copied
	default:
		return v
	}
}
