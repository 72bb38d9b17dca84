package reading

import (
	"slices"
	"strings"
	"sync"
)

// candidates are the words that a typo can be corrected to, sorted, by first letter and length in bytes.
type candidates struct {
	by map[[2]byte][]string
}

func newCandidates(words []string) candidates {
	c := candidates{by: map[[2]byte][]string{}}
	slices.Sort(words)
	for _, w := range slices.Compact(words) {
		if len(w) >= shortestCorrection && len(w) <= longestCorrection && !strings.ContainsAny(w, "0123456789") {
			key := [2]byte{w[0], byte(len(w))}
			c.by[key] = append(c.by[key], w)
		}
	}
	return c
}

// of gives the candidates of a length that a typo can stand for: those of its first letter, and of its second, which
// may have slipped into first place.
func (c candidates) of(word string, size int) []string {
	same := c.by[[2]byte{word[0], byte(size)}]
	if word[1] == word[0] || size != len(word) {
		return same
	}
	return slices.Concat(same, c.by[[2]byte{word[1], byte(size)}])
}

// Lengths of words that are corrected, in bytes.
const (
	shortestCorrection = 4
	longestCorrection  = 36
)

// lexiconCandidates are each language's words with the inflections of those that are no verb's form.
var lexiconCandidates = sync.OnceValue(func() (all [tongueCount]candidates) {
	lex := loadLexicon()
	for lang := range all {
		var words []string
		for w, langs := range lex.vocab {
			if !langs.has(tongue(lang)) || lex.rare[w] {
				continue
			}
			words = append(words, w)
			if !lex.nouns[w] {
				continue
			}
			words = append(words, w+"s")
			if stem, ok := strings.CutSuffix(w, "o"); ok && tongue(lang) != english {
				words = append(words, stem+"a", stem+"as")
			}
		}
		all[lang] = newCandidates(words)
	}
	return all
})

// correct replaces each unknown word by the one known word that it nearly is, and answers whether it replaced any.
func (r *Reader) correct(tokens []token, units []unit, lang tongue) bool {
	replaced := false
	for _, u := range units {
		t := &tokens[u.from]
		if len(u.senses) > 0 || t.kind != wordToken || t.corrected != "" {
			continue
		}
		if word := r.closedNearest(t, lang); word != "" {
			t.corrected, t.fold, t.forms, t.only = word, word, []string{word}, 0
			replaced = true
			continue
		}
		if word := r.nearest(t.fold, lang); word != "" {
			t.corrected, t.fold, t.forms = word, word, forms(word)
			replaced = true
		}
	}
	return replaced
}

// closedNearest gives the small word that an unknown one of few letters is a typo of: two letters in the wrong order, one left
// out, or a silent h. Words that negate are none of them, so that no typo turns a meaning round.
func (r *Reader) closedNearest(t *token, lang tongue) string {
	word, found := t.fold, ""
	if len(word) < 2 || len(word) > 4 || r.index.vocab[word] || t.text == upper(t.text) || realWords()[word] {
		return ""
	}
	for known, node := range r.lex.time["closed"].next {
		if !node.senses[0].langs.has(lang) {
			continue
		}
		swapped := len(word) > 2 && sameLetters(word, known) && distance(word, known, 1) == 1
		short := len(word) == len(known)-1 && distance(word, known, 1) == 1 && (word[0] == known[0] || known[0] == 'h')
		switch {
		case swapped:
			return known
		case short && found != "":
			return "" // "ths" may be "this" or "the"
		case short:
			found = known
		}
	}
	return found
}

// nearness orders corrections: the distance, letters in another order before other letters, the organization's words
// before the lexicon's, and there nouns before verbs, and parts of phrases last.
type nearness struct {
	word                     string
	distance                 int
	otherLetters, otherFirst bool
	rank                     int
}

func (n nearness) less(m nearness) bool {
	switch {
	case n.distance != m.distance:
		return n.distance < m.distance
	case n.otherLetters != m.otherLetters:
		return m.otherLetters
	case n.otherFirst != m.otherFirst:
		return m.otherFirst
	}
	return n.rank < m.rank
}

// nearest gives the known word that an unknown one is a typo of, "" where none is near or two are equally likely.
func (r *Reader) nearest(word string, lang tongue) string {
	if len(word) < shortestCorrection || len(word) > longestCorrection || r.lex.vocab[word] != 0 || r.index.vocab[word] || realWords()[word] {
		return ""
	}
	limit := 1
	if len(word) >= 8 {
		limit = 2
	}
	var best nearness
	tie := false
	consider := func(known string, rank int) {
		d := distance(word, known, limit)
		if d > limit || !plausible(word, known, d) && (rank != 0 || len(known) < 8 || word[:2] != known[:2]) {
			return
		}
		n := nearness{word: known, distance: d, otherLetters: !sameLetters(word, known), otherFirst: known[0] != word[0], rank: rank}
		switch {
		case best.word == "" || n.less(best):
			best, tie = n, false
		case !best.less(n) && !sameStem(known, best.word):
			tie = true
		}
	}
	for size := len(word) - limit; size <= len(word)+limit; size++ {
		for _, known := range r.index.candidates.of(word, size) {
			consider(known, 0)
		}
		for _, known := range lexiconCandidates()[lang].of(word, size) {
			rank := 1 + boolInt(!r.lex.nouns[known] && !r.lex.nouns[strings.TrimSuffix(known, "s")])
			if !r.lex.alone(known) {
				rank += 2
			}
			consider(known, rank)
		}
	}
	if tie {
		return ""
	}
	return best.word
}

// alone tells whether the word means something by itself, and not only within a phrase.
func (lex *lexicon) alone(word string) bool {
	return slices.ContainsFunc(forms(word), func(form string) bool {
		node := lex.words.next[form]
		return node != nil && len(node.senses) > 0
	})
}

// plausible tells whether such a difference is a typo and not another word: neighbours in the wrong order, a letter
// too many or too few, or one of the neighbouring key or of like sound; in short words not another letter at all.
func plausible(word, known string, d int) bool {
	n := min(len(word), len(known))
	switch {
	case word[0] != known[0] && (d != 1 || !sameLetters(word, known)):
		return false
	case d == 2:
		return n >= 8 && word[:2] == known[:2] && word[len(word)-1] == known[len(known)-1]
	case sameLetters(word, known):
		return true
	case len(word) == len(known):
		return n >= 6 && likeLetters(word, known)
	}
	return n >= 4 && max(len(word), len(known)) >= 5 && !onlyInflected(word, known)
}

// likeLetters tells whether the one letter in which the words differ is easily taken for the other, and is not the ending.
func likeLetters(a, b string) bool {
	for i := range len(a) {
		if a[i] == b[i] {
			continue
		}
		if i >= len(a)-2 && isVowel(a[i]) {
			return false
		}
		for _, group := range likeSounding {
			if strings.IndexByte(group, a[i]) >= 0 && strings.IndexByte(group, b[i]) >= 0 {
				return true
			}
		}
		return nearKeys(a[i], b[i])
	}
	return true
}

var likeSounding = []string{"aeiou", "cskzqx", "bvw", "gj", "iy", "mn", "dt", "pb", "fv"}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// nearKeys tells whether two letters are neighbours in a row of the keyboard.
func nearKeys(a, b byte) bool {
	for _, row := range []string{"qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		i, j := strings.IndexByte(row, a), strings.IndexByte(row, b)
		if i >= 0 && j >= 0 && abs(i-j) == 1 {
			return true
		}
	}
	return false
}

func abs(n int) int { return max(n, -n) }

// onlyInflected tells whether the letter too many or too few is an ending, which makes another form and not a typo.
func onlyInflected(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.HasPrefix(b, a) && strings.IndexByte("asreno", b[len(b)-1]) >= 0
}

func sameLetters(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// sameStem tells whether two known words are forms of one: click, clicked.
func sameStem(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 4 && n >= min(len(a), len(b))-2
}

// distance gives the edit distance with transpositions of neighbours, or more than limit.
func distance(a, b string, limit int) int {
	if len(b) > longestCorrection || len(a) > longestCorrection {
		return limit + 1
	}
	const most = longestCorrection + 1
	var cells [3 * most]int
	width := len(b) + 1
	previous, row, next := cells[:width], cells[most:most+width], cells[2*most:2*most+width]
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+boolInt(a[i-1] != b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], previous[j-2]+1)
			}
			least = min(least, next[j])
		}
		if least > limit {
			return limit + 1
		}
		previous, row, next = row, next, previous
	}
	return row[len(b)]
}
