package reading

import (
	"slices"
	"strings"
)

// unit is a stretch of tokens [from, to) read as one, with every meaning it may have. No senses: an unknown word.
type unit struct {
	from, to int
	senses   []sense
}

// has tells whether the unit may be of the category, with one of the keys if any are given.
func (u *unit) has(cat string, keys ...string) bool { return u.sense(cat, keys...) != nil }

// sense gives the unit's meaning of the category (and one of the keys), or nil.
func (u *unit) sense(cat string, keys ...string) *sense {
	if u == nil {
		return nil
	}
	for i := range u.senses {
		s := &u.senses[i]
		if s.cat != cat {
			continue
		}
		if len(keys) == 0 {
			return s
		}
		if slices.Contains(keys, s.key) {
			return s
		}
	}
	return nil
}

// amount gives the amount that the unit may be, or nil.
func (u *unit) amount() *amount {
	if s := u.sense("amount"); s != nil {
		a, _ := s.value.(*amount)
		return a
	}
	return nil
}

// span gives the stretch of time that the unit may be, or nil.
func (u *unit) span() *timeSpan {
	if s := u.sense("span"); s != nil {
		span, _ := s.value.(*timeSpan)
		return span
	}
	return nil
}

// values gives the organization's values that the unit may name, in the fields if any are given.
func (u *unit) values(fields ...field) []grounded {
	var found []grounded
	if u == nil {
		return nil
	}
	for _, s := range u.senses {
		g, isValue := s.value.(grounded)
		if !isValue {
			continue
		}
		if len(fields) == 0 {
			found = append(found, g)
			continue
		}
		for _, f := range fields {
			if g.field == f || f == inAttribute && strings.HasPrefix(string(g.field), string(inAttribute)) {
				found = append(found, g)
			}
		}
	}
	return found
}

// edge is a stretch of tokens with its meanings, in the lattice.
type edge struct {
	to     int
	senses []sense
}

// units cuts the tokens into the units of the best path through the lattice: long stretches win, unknown words lose.
func (r *Reader) units(tokens []token) []unit {
	n := len(tokens)
	edges := make([][]edge, n)
	scan := &scanner{r.lex, tokens, r.glossary}
	for i := range tokens {
		if shared := r.sharedHead(tokens, i); len(shared) > 0 {
			edges[i] = []edge{{i + 1, shared}}
			continue
		}
		edges[i] = r.edges(scan, i)
	}
	best, next := make([]int, n+1), make([]edge, n)
	for i := n - 1; i >= 0; i-- {
		best[i], next[i] = best[i+1]-unknownPenalty, edge{to: i + 1}
		for _, e := range edges[i] {
			size := e.to - i
			if score := size*size + best[e.to]; score > best[i] {
				best[i], next[i] = score, e
			}
		}
	}
	var path []unit
	for i := 0; i < n; i = next[i].to {
		path = append(path, unit{i, next[i].to, next[i].senses})
	}
	disambiguate(path, tokens)
	return path
}

// sharedHead gives the departments, places and groups that a word names together with the end of the name after the next "and"
// or "or": "Inside and Field Sales".
func (r *Reader) sharedHead(tokens []token, i int) []sense {
	if i+3 >= len(tokens) || tokens[i].kind != wordToken || !r.lex.joins(tokens[i+1].fold) || len(r.index.root.at(tokens[i].fold)) > 0 {
		return nil
	}
	for _, m := range r.index.root.matches(tokens, i+2) {
		for k := i + 3; k < m.to; k++ {
			name := []string{tokens[i].fold}
			for _, t := range tokens[k:m.to] {
				name = append(name, t.fold)
			}
			var shared []sense
			for _, s := range r.index.root.at(strings.Join(name, " ")) {
				if g, is := s.value.(grounded); is && !g.alias && (g.field == inDepartment || g.field == inLocation || g.field == inGroup) && namesOf(m.senses, g.field) {
					shared = append(shared, s)
				}
			}
			if len(shared) > 0 {
				return shared
			}
		}
	}
	return nil
}

// joins tells whether a word stands between the parts of a list.
func (lex *lexicon) joins(word string) bool {
	node := lex.words.next[word]
	return word == "," || node != nil && slices.ContainsFunc(node.senses, func(s sense) bool { return s.cat == "and" || s.cat == "or" })
}

// namesOf tells whether one of the senses is a value of the field.
func namesOf(senses []sense, f field) bool {
	return slices.ContainsFunc(senses, func(s sense) bool {
		g, is := s.value.(grounded)
		return is && g.field == f
	})
}

// unknownPenalty is what an unknown word costs a path, against the square of the length of a known stretch.
const unknownPenalty = 20

// edges gives the stretches that begin at token i, one for each end, with all their meanings.
func (r *Reader) edges(scan *scanner, i int) []edge {
	var all []edge
	add := func(to int, senses ...sense) {
		for k := range all {
			if all[k].to == to {
				all[k].senses = append(all[k].senses, senses...)
				return
			}
		}
		all = append(all, edge{to, append([]sense(nil), senses...)})
	}
	for _, t := range []*trie{r.lex.words, r.index.root, geography()} {
		for _, m := range t.matches(scan.tokens, i) {
			add(m.to, m.senses...)
		}
	}
	for _, m := range scan.spans(i) {
		span := m.span
		add(m.to, sense{cat: "span", value: &span})
	}
	for _, m := range scan.amounts(i) {
		a := m.amount
		add(m.to, sense{cat: "amount", value: &a})
	}
	switch t := scan.tokens[i]; t.kind {
	case emailToken:
		add(i+1, sense{cat: "emailAddress", key: t.fold})
	case quotedToken:
		add(i+1, r.quoted(t)...)
	case punctToken:
		add(i+1, sense{cat: "punct", key: t.text})
	}
	return all
}

// quoted gives the values that a quoted text names, whole.
func (r *Reader) quoted(t token) []sense {
	inner := tokenize(t.text)
	senses := []sense{{cat: "quoted", key: t.text}}
	if len(inner) == 0 {
		return senses
	}
	for _, trie := range []*trie{r.index.root, geography()} {
		found := trie.at(words(t.text))
		for _, m := range trie.matches(inner, 0) {
			if m.to == len(inner) && len(found) == 0 {
				found = m.senses
			}
		}
		senses = append(senses, found...)
	}
	return senses
}
