package schema

import "strings"

// Ref is what a path names: an attribute of the resource's own schema or of an extension, with or without a sub-attribute. A path that
// names a whole extension has no Attribute.
type Ref struct {
	Extension *Schema // nil: the resource's own schema, or what all resources have
	Attribute *Attribute
	Sub       *Attribute
}

// Find finds what an attribute's path names, in any case: "name.givenName", or with its schema,
// "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value". A dot for the last colon, which Entra ID once wrote, will do.
func (r *Resource) Find(path string) (Ref, bool) {
	for _, extension := range r.Extensions {
		if rest, ok := within(path, extension.ID); ok {
			if rest == "" {
				return Ref{Extension: extension}, true
			}
			ref, ok := find(extension.Attributes, rest)
			ref.Extension = extension
			return ref, ok
		}
	}
	if rest, ok := within(path, r.Core.ID); ok {
		return find(r.Core.Attributes, rest)
	}
	if ref, ok := find(r.Core.Attributes, path); ok {
		return ref, true
	}
	return find(common, path)
}

// within gives what a path says behind a schema's URN.
func within(path, schema string) (rest string, ok bool) {
	if len(path) < len(schema) || !strings.EqualFold(path[:len(schema)], schema) {
		return "", false
	}
	rest = path[len(schema):]
	if rest == "" {
		return "", true
	}
	return rest[1:], rest[0] == ':' || rest[0] == '.'
}

func find(attributes []*Attribute, path string) (Ref, bool) {
	name, subName, nested := strings.Cut(path, ".")
	a := Named(attributes, name)
	if a == nil || !nested {
		return Ref{Attribute: a}, a != nil
	}
	sub := Named(a.Subs, subName)
	return Ref{Attribute: a, Sub: sub}, sub != nil
}

// Named finds an attribute by its name in any case; nil where there is none.
func Named(attributes []*Attribute, name string) *Attribute {
	for _, a := range attributes {
		if strings.EqualFold(a.Name, name) {
			return a
		}
	}
	return nil
}

// Name gives the reference as a canonical path.
func (r Ref) Name() string {
	var parts []string
	if r.Attribute != nil {
		parts = append(parts, r.Attribute.Name)
	}
	if r.Sub != nil {
		parts = append(parts, r.Sub.Name)
	}
	name := strings.Join(parts, ".")
	switch {
	case r.Extension == nil:
		return name
	case name == "":
		return r.Extension.ID
	default:
		return r.Extension.ID + ":" + name
	}
}

// Target is the attribute that values are compared with or written to: the sub-attribute where there is one.
func (r Ref) Target() *Attribute {
	if r.Sub != nil {
		return r.Sub
	}
	return r.Attribute
}
