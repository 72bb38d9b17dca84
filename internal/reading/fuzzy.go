package reading

import "strings"

// correction is a known word that an unknown one may be a typo of.
type correction struct {
	word     string
	distance int
}

// correct replaces unknown words by the one known word that they are nearly. It answers whether it replaced any.
func (r *Reader) correct(tokens []token, units []unit) bool {
	any := false
	for _, u := range units {
		if len(u.senses) > 0 {
			continue
		}
		t := &tokens[u.from]
		if t.kind != wordToken || t.corrected != "" {
			continue
		}
		if word := r.nearest(t.fold); word != "" {
			t.corrected = word
			t.forms = forms(word)
			t.fold = word
			any = true
		}
	}
	return any
}

// nearest gives the known word that is nearest to an unknown one, "" where none is near or two are as near with
// different meanings.
func (r *Reader) nearest(word string) string {
	limit := 0
	switch n := len([]rune(word)); {
	case n >= 8:
		limit = 2
	case n >= 4:
		limit = 1
	}
	if _, known := r.lex.vocab[word]; known || limit == 0 || realWords[word] || r.index.vocab[word] {
		return ""
	}
	best := correction{distance: limit + 1}
	tie := false
	for _, vocabulary := range []func(func(string)){r.lex.eachWord, r.index.eachWord} {
		vocabulary(func(known string) {
			if abs(len(known)-len(word)) > limit+1 || len(known) < 4 {
				return
			}
			d := min(distance(word, known, limit), distance(word, known+"s", limit))
			if d > limit || d == 2 && known[0] != word[0] || d > 1 && len(known) < 8 {
				return
			}
			switch {
			case d < best.distance:
				best, tie = correction{known, d}, false
			case d == best.distance && known != best.word && !sameStem(known, best.word):
				tie = !preferred(word, known, best.word) && !preferred(word, best.word, known) || tie
				if preferred(word, known, best.word) {
					best.word = known
				}
			}
		})
	}
	if best.distance > limit || tie {
		return ""
	}
	return best.word
}

// preferred tells whether a is a likelier intention than b: it has the same letters in another order, or the same first letter.
func preferred(typo, a, b string) bool {
	if x, y := sameLetters(typo, a), sameLetters(typo, b); x != y {
		return x
	}
	return a[0] == typo[0] && b[0] != typo[0]
}

func sameLetters(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var count [256]int
	for i := range len(a) {
		count[a[i]]++
		count[b[i]]--
	}
	return count == [256]int{}
}

// sameStem tells whether two known words are forms of one: click, clicked.
func sameStem(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 4 && n >= min(len(a), len(b))-2
}

func (lex *lexicon) eachWord(visit func(string)) {
	for w := range lex.vocab {
		visit(w)
	}
}

func (ix *index) eachWord(visit func(string)) {
	for w := range ix.vocab {
		visit(w)
	}
}

func abs(n int) int { return max(n, -n) }

// distance gives the edit distance with transpositions, or more than limit.
func distance(a, b string, limit int) int {
	previous, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := boolInt(a[i-1] != b[j-1])
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
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

// realWords are words of the three languages that are near a word of the lexicon and are not typos of it.
var realWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`
		vacation vacations reposted repeated deported married tested texted liked linked licked slicked baked failing falling
		sold told hold bold cold food mood wood good`) {
		set[w] = true
	}
	return set
}()
