package scim

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strings"
	"time"

	"muster/internal/scim/schema"
)

// resource is a resource as it is answered with.
type resource struct {
	kind    *schema.Resource
	id      string
	version string // the ETag
	body    schema.Document
}

// path is the resource's address below the service's.
func (r resource) path() string { return r.kind.Endpoint + "/" + r.id }

// represent completes a document with what every resource has. The ETag is a hash of it all.
func represent(kind *schema.Resource, id string, d schema.Document, created, modified int64) resource {
	r := resource{kind: kind, id: id, body: d}
	schemas := []any{kind.Core.ID}
	for _, extension := range kind.Extensions {
		if _, has := d[extension.ID]; has {
			schemas = append(schemas, extension.ID)
		}
	}
	meta := map[string]any{
		"resourceType": kind.Name, "created": stamp(created), "lastModified": stamp(modified), "location": r.path(),
	}
	d["schemas"], d["id"], d["meta"] = schemas, id, meta
	r.version = etag(d)
	meta["version"] = r.version
	return r
}

// etag is weak: the same content may be written in another order of its names.
func etag(content any) string {
	text, err := json.Marshal(content)
	if err != nil {
		panic(err) // documents are made of what JSON has
	}
	hash := sha256.Sum256(text)
	return `W/"` + hex.EncodeToString(hash[:12]) + `"`
}

// stamp writes an instant, in milliseconds since the epoch.
func stamp(at int64) string { return time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z") }

// matches tells whether a header of ETags (If-Match, If-None-Match) has the version. Weak and strong are one here.
func matches(header, version string) bool {
	bare := func(tag string) string { return strings.TrimPrefix(strings.TrimSpace(tag), "W/") }
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimSpace(tag); tag == "*" || bare(tag) == bare(version) {
			return true
		}
	}
	return false
}

// show gives what a client asked for of a resource, with addresses below base.
func (r resource) show(s selection, base string) map[string]any {
	shown := map[string]any(r.body)
	if len(s.attributes) > 0 {
		shown = r.only(s.attributes)
	}
	for _, name := range s.excluded {
		shown = r.without(shown, name)
	}
	return located(shown, base)
}

// only keeps some attributes, and those that are always returned.
func (r resource) only(names []string) map[string]any {
	kept := map[string]any{"schemas": r.body["schemas"], "id": r.body["id"]}
	for _, name := range names {
		ref, ok := r.kind.Find(name)
		if !ok {
			continue
		}
		from, into := map[string]any(r.body), kept
		if ref.Extension != nil {
			from, _ = r.body[ref.Extension.ID].(map[string]any)
			if ref.Attribute == nil {
				kept[ref.Extension.ID] = maps.Clone(from)
				continue
			}
			into, _ = kept[ref.Extension.ID].(map[string]any)
			if into == nil {
				into = map[string]any{}
			}
		}
		value, has := from[ref.Attribute.Name]
		if !has {
			continue
		}
		if ref.Sub != nil {
			value = join(into[ref.Attribute.Name], value, ref.Sub.Name)
		}
		into[ref.Attribute.Name] = value
		if ref.Extension != nil {
			kept[ref.Extension.ID] = into
		}
	}
	return kept
}

// join adds one sub-attribute of a value, or of each value of a list, to what is kept of it.
func join(kept, value any, sub string) any {
	if list, is := value.([]any); is {
		before, _ := kept.([]any)
		joined := make([]any, len(list))
		for i, v := range list {
			var have any
			if i < len(before) {
				have = before[i]
			}
			joined[i] = join(have, v, sub)
		}
		return joined
	}
	parts, _ := value.(map[string]any)
	joined := map[string]any{}
	if have, is := kept.(map[string]any); is {
		maps.Copy(joined, have)
	}
	if part, has := parts[sub]; has {
		joined[sub] = part
	}
	return joined
}

// without leaves out an attribute that is not always returned.
func (r resource) without(shown map[string]any, name string) map[string]any {
	ref, ok := r.kind.Find(name)
	if !ok || ref.Attribute != nil && ref.Attribute.Returned == "always" {
		return shown
	}
	shown = maps.Clone(shown)
	if ref.Extension != nil && ref.Attribute == nil {
		delete(shown, ref.Extension.ID)
		return shown
	}
	part := shown
	if ref.Extension != nil {
		inner, _ := shown[ref.Extension.ID].(map[string]any)
		part = maps.Clone(inner)
		if part == nil {
			return shown
		}
		shown[ref.Extension.ID] = part
	}
	if ref.Sub == nil {
		delete(part, ref.Attribute.Name)
		return shown
	}
	part[ref.Attribute.Name] = less(part[ref.Attribute.Name], ref.Sub.Name)
	if part[ref.Attribute.Name] == nil {
		delete(part, ref.Attribute.Name)
	}
	return shown
}

func less(value any, sub string) any {
	switch v := value.(type) {
	case []any:
		left := make([]any, len(v))
		for i, part := range v {
			left[i] = less(part, sub)
		}
		return left
	case map[string]any:
		v = maps.Clone(v)
		delete(v, sub)
		return v
	default:
		return nil
	}
}

// located writes addresses in full, where they are shown.
func located(shown map[string]any, base string) map[string]any {
	shown = maps.Clone(shown)
	if meta, is := shown["meta"].(map[string]any); is && meta["location"] != nil {
		meta = maps.Clone(meta)
		meta["location"] = base + meta["location"].(string) //nolint:forcetypeassert // represent wrote it
		shown["meta"] = meta
	}
	return shown
}
