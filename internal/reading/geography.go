package reading

import (
	"fmt"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"muster/internal/criteria"
)

// geographyNames are the countries and languages by their names in every language of the reader: phrase and value.
var geographyNames = sync.OnceValue(func() []grounded {
	var all []grounded
	regions := []display.Namer{display.English.Regions(), display.Spanish.Regions(), display.Portuguese.Regions(), display.EuropeanPortuguese.Regions()}
	tongues := []display.Namer{display.English.Languages(), display.Spanish.Languages(), display.Portuguese.Languages()}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string([]rune{a, b}))
			if err != nil || !region.IsCountry() || region.Canonicalize() != region || region.String() != string([]rune{a, b}) {
				continue
			}
			for _, namer := range regions {
				if name := namer.Name(region); name != "" {
					all = append(all, grounded{field: inCountry, text: name, value: region.String()})
				}
			}
		}
	}
	for _, tag := range spokenLanguages {
		for _, namer := range tongues {
			if name := namer.Name(language.Make(tag)); name != "" {
				all = append(all, grounded{field: inLanguage, text: name, value: tag})
			}
		}
	}
	return all
})

// rareLanguages are the tags of all languages by their folded names in the reader's languages: for quoted names, as some of
// them are also other words.
var rareLanguages = sync.OnceValue(func() map[string]string {
	tags := map[string]string{}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			base, err := language.ParseBase(string([]rune{a, b}))
			if err != nil || base.String() != string([]rune{a, b}) {
				continue
			}
			for _, namer := range []display.Namer{display.English.Languages(), display.Spanish.Languages(), display.Portuguese.Languages()} {
				if name := namer.Name(base); name != "" {
					tags[criteria.Fold(name)] = base.String()
				}
			}
		}
	}
	return tags
})

// spokenLanguages are the languages that a description can name.
var spokenLanguages = []string{
	"en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "ru", "uk", "ar", "he",
	"fa", "hi", "bn", "ur", "ta", "te", "zh", "ja", "ko", "vi", "th", "id", "ms", "ca", "gl", "eu", "hr", "sr", "sl", "lt", "lv", "et", "sw", "tl", "no",
}

// countryAliases are other names of countries, folded.
var countryAliases = map[string]string{
	"us": "US", "usa": "US", "u.s.": "US", "u.s.a.": "US", "america": "US", "eeuu": "US", "ee.uu.": "US", "ee uu": "US", "eua": "US",
	"united states of america": "US", "states": "US", "estados unidos de america": "US", "estados unidos da america": "US",
	"uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "inglaterra": "GB", "gran bretana": "GB", "gra bretanha": "GB",
	"reino unido": "GB", "holland": "NL", "holanda": "NL", "czech republic": "CZ", "republica checa": "CZ", "republica tcheca": "CZ", "turkey": "TR",
	"turquia": "TR", "uae": "AE", "emirates": "AE", "emiratos": "AE", "south korea": "KR", "corea": "KR", "corea del sur": "KR", "coreia do sul": "KR", "korea": "KR",
	"russia": "RU", "ireland": "IE", "hong kong": "HK", "macau": "MO", "taiwan": "TW", "vietnam": "VN", "mejico": "MX",
}

// geography finds countries and languages, which every organization has.
var geography = sync.OnceValue(func() *trie {
	t := &trie{}
	for _, g := range geographyNames() {
		name := g.text
		g.text = fmt.Sprint(g.value)
		t.insertValue(words(name), g)
	}
	for name, code := range countryAliases {
		t.insertValue(words(name), grounded{field: inCountry, text: code, value: code})
	}
	return t
})
