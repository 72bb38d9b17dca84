package scim

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"muster/internal/criteria"
	"muster/internal/scim/schema"
)

// at gives a function that gets a path's text.
func at(path string) func(d schema.Document) string {
	ref := refOf(path)
	return func(d schema.Document) string {
		text, _ := d.Get(ref).(string)
		return text
	}
}

// into gives a function that sets a path's text.
func into(path string) func(d schema.Document, text string) {
	ref := refOf(path)
	return func(d schema.Document, text string) { put(d, ref, text) }
}

// put writes text that employees have, which every attribute can hold.
func put(d schema.Document, ref schema.Ref, value any) {
	if err := d.Put(ref, value); err != nil {
		panic(err)
	}
}

func refOf(path string) schema.Ref {
	ref, ok := schema.User.Find(path)
	if !ok {
		panic("scim: no attribute " + path)
	}
	return ref
}

// nameOf gives the name by which a document's person is shown.
func nameOf(d schema.Document) string {
	for _, path := range []string{"displayName", "name.formatted"} {
		if text := plain(at(path)(d)); text != "" {
			return text
		}
	}
	if text := plain(at("name.givenName")(d) + " " + at("name.familyName")(d)); text != "" {
		return text
	}
	return plain(at("userName")(d))
}

// addressOf gives the e-mail address that identifies a document's person; without addresses, the user name has to be one.
func addressOf(d schema.Document) string {
	if chosen := choice(d, "emails"); chosen != nil {
		if text, _ := chosen["value"].(string); text != "" {
			return strings.TrimSpace(text)
		}
	}
	return strings.TrimSpace(at("userName")(d))
}

// choice gives the value of a list that counts: the primary one, else that of type work, else the first.
func choice(d schema.Document, list string) map[string]any {
	values, _ := d[list].([]any)
	var first, work map[string]any
	for _, v := range values {
		parts, is := v.(map[string]any)
		if !is {
			continue
		}
		if parts["primary"] == true {
			return parts
		}
		if kind, _ := parts["type"].(string); work == nil && strings.EqualFold(kind, "work") {
			work = parts
		}
		if first == nil {
			first = parts
		}
	}
	if work != nil {
		return work
	}
	return first
}

// placed gets a part of the address that counts.
func placed(part string) func(d schema.Document) string {
	return func(d schema.Document) string {
		text, _ := choice(d, "addresses")[part].(string)
		return text
	}
}

// place sets it, in an address of type work where there is none.
func place(part string) func(d schema.Document, text string) {
	return func(d schema.Document, text string) {
		values, _ := d["addresses"].([]any)
		chosen := choice(d, "addresses")
		if chosen == nil {
			chosen = map[string]any{"type": "work"}
			values = append(values, chosen)
		}
		if text == "" {
			delete(chosen, part)
		} else {
			chosen[part] = text
		}
		put(d, schema.Ref{Attribute: schema.Named(schema.User.Core.Attributes, "addresses")}, values)
	}
}

// countryOf gives the ISO 3166-1 alpha-2 code of a country that is written as a code of two or three letters or by its English name; ""
// for any other text.
func countryOf(text string) string {
	text = strings.TrimSpace(text)
	if n := len(text); n == 2 || n == 3 {
		region, err := language.ParseRegion(text)
		if err == nil && region.IsCountry() && len(region.String()) == 2 {
			return region.String()
		}
	}
	return countries()[criteria.Fold(text)]
}

// countries are the codes by their folded English names.
var countries = sync.OnceValue(func() map[string]string {
	codes, namer := map[string]string{}, display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			region, err := language.ParseRegion(code)
			if err != nil || !region.IsCountry() || region.Canonicalize() != region || region.String() != code {
				continue
			}
			if name := criteria.Fold(namer.Name(region)); name != "" {
				codes[name] = code
			}
		}
	}
	return codes
})
