package reading

import (
	"strconv"
	"strings"

	"muster/internal/criteria"
)

// amount is a range of numbers in the text: "at least 2", "between 20 and 50", "more than 30 %", "twice".
type amount struct {
	min, max         float64
	hasMin, hasMax   bool
	openMin, openMax bool // the end itself is not included
	percent          bool
	times            bool // it says "times" or "twice": it counts what was done
	bare             bool // a number alone
	vague            bool // "many": the number is ours
	about            bool // "about 3"
	chosen           bool // "several": the glossary's number
	single           bool // "a single"
}

// amountMatch is an amount found at some token, up to the token to.
type amountMatch struct {
	to     int
	amount amount
}

func exactly(n float64) amount { return amount{min: n, max: n, hasMin: true, hasMax: true} }

// compared applies a comparison word to a number.
func compared(cmp string, n float64) amount {
	switch cmp {
	case "gte":
		return amount{min: n, hasMin: true}
	case "gt":
		return amount{min: n, hasMin: true, openMin: true}
	case "lte":
		return amount{max: n, hasMax: true}
	case "lt":
		return amount{max: n, hasMax: true, openMax: true}
	case "about":
		a := exactly(n)
		a.about = true
		return a
	}
	return exactly(n)
}

// amounts gives every amount that begins at token i.
func (s *scanner) amounts(i int) []amountMatch {
	var found []amountMatch
	for _, read := range []func(int) (amount, int){s.timesPhrase, s.betweenAmount, s.comparedAmount, s.plainAmount, s.quantityAmount} {
		if a, to := read(i); to > i {
			if end := s.is(to, "percent"); end > to {
				a.percent, to = true, end
			}
			if end := s.is(to, "timesword"); end > to && !a.percent {
				a.times, to = true, end
			}
			found = append(found, amountMatch{to, a})
		}
	}
	return found
}

// timesPhrase reads "twice", "no more than once".
func (s *scanner) timesPhrase(i int) (amount, int) {
	hits := s.class(i, "times")
	if len(hits) == 0 {
		return amount{}, i
	}
	how, number, found := strings.Cut(hits[0].key, " ")
	if !found {
		how, number = "min", how
	}
	n, _ := strconv.ParseFloat(number, 64)
	cmp := map[string]string{"exact": "eq", "max": "lte", "less": "lt"}[how]
	if cmp == "" {
		cmp = "gte"
	}
	to := hits[0].to
	if how == "min" {
		if after := s.class(to, "after"); len(after) > 0 { // twice or more
			cmp, to = after[0].key, after[0].to
		}
	}
	if or := s.is(to, "oneor"); or > to { // once or twice
		if more := s.class(or, "times"); len(more) > 0 && more[0].key == strconv.Itoa(int(n)+1) {
			return amount{min: n, max: n + 1, hasMin: true, hasMax: true, times: true}, more[0].to
		}
	}
	a := compared(cmp, n)
	a.times = true
	return a, to
}

// countable reads a number, or after a comparison the article ("al menos una", "a single").
func (s *scanner) countable(i int, afterCmp bool) (float64, int) {
	if n, to := s.number(i); to > i {
		if end := s.is(to, "percent"); end > to {
			return n, to
		}
		return n, to
	}
	if afterCmp {
		if to := s.is(i, "onearticle"); to > i {
			return 1, to
		}
		if to := s.is(i, "thalfword"); to > i {
			return 50, to
		}
	}
	return 0, i
}

// betweenAmount reads "between 2 and 3", "20 to 50", "2-3".
func (s *scanner) betweenAmount(i int) (amount, int) {
	j := s.is(i, "between")
	low, k := s.countable(j, j > i)
	if j > i && k == j {
		j = s.is(j, "tthe") // entre el 25 % y el 100 %
		low, k = s.countable(j, true)
	}
	if k == j {
		return amount{}, i
	}
	k = s.is(k, "percent")
	r, or := s.is(k, "range"), s.is(k, "oneor")
	if r == k && or > k { // "two or three"
		if high, to := s.countable(or, false); to > or && high == low+1 {
			return amount{min: low, max: high, hasMin: true, hasMax: true}, to
		}
	}
	if r == k || j == i && (s.tokens[k].fold == "and" || s.tokens[k].fold == "y" || s.tokens[k].fold == "e") {
		return amount{}, i
	}
	high, to := s.countable(r, true)
	if j > i && to == r {
		r = s.is(r, "tthe")
		high, to = s.countable(r, true)
	}
	if to == r {
		return amount{}, i
	}
	if low > high {
		low, high = high, low
	}
	return amount{min: low, max: high, hasMin: true, hasMax: true}, to
}

// comparedAmount reads "at least 2", "> 40", "exactly one", "more than half".
func (s *scanner) comparedAmount(i int) (amount, int) {
	for _, h := range s.class(i, "cmp") {
		half := s.is(h.to, "halfword")
		if half > h.to {
			a := compared(h.key, 50)
			a.percent = true
			return a, half
		}
		at := h.to
		if n, to := s.countable(at, true); to > at {
			return s.bothSides(compared(h.key, n), to)
		}
		if in := s.is(at, "incount"); in > at { // "exactamente en una simulación"
			if n, to := s.countable(in, true); to > in {
				return s.bothSides(compared(h.key, n), to)
			}
		}
		if hits := s.class(h.to, "quantity"); len(hits) > 0 {
			n, vague := s.quantity(hits[0].key)
			a := compared(h.key, n)
			a.vague, a.chosen = vague, hits[0].key == "several"
			return a, hits[0].to
		}
	}
	return amount{}, i
}

// bothSides reads the second side of "at least 3 but no more than 5", "more than 20 % and less than 50 %".
func (s *scanner) bothSides(a amount, end int) (amount, int) {
	i := s.is(end, "percent")
	if i+1 >= len(s.tokens) || !a.hasMin || a.hasMax {
		return a, end
	}
	switch s.tokens[i].fold {
	case "but", "and", "pero", "y", "mas", "e":
	default:
		return a, end
	}
	for _, h := range s.class(i+1, "cmp") {
		at := h.to
		if _, to := s.countable(at, true); to == at {
			at = s.is(at, "incount")
		}
		if n, to := s.countable(at, true); to > at && (h.key == "lt" || h.key == "lte") && n >= a.min {
			high := compared(h.key, n)
			a.max, a.hasMax, a.openMax = high.max, true, high.openMax
			return a, to
		}
	}
	return a, end
}

// plainAmount reads "2", "2 or more", "4+", "three times".
func (s *scanner) plainAmount(i int) (amount, int) {
	if j := s.is(i, "singleone"); j > i {
		one := exactly(1)
		one.single = true
		return one, j
	}
	n, j := s.number(i)
	if j == i {
		return amount{}, i
	}
	j2 := s.is(j, "percent")
	if hits := s.class(j2, "after"); len(hits) > 0 {
		a := compared(hits[0].key, n)
		a.percent = j2 > j
		return a, hits[0].to
	}
	if k := s.is(j, "timesword"); k > j {
		if hits := s.class(k, "after"); len(hits) > 0 {
			a := compared(hits[0].key, n)
			a.times = true
			return a, hits[0].to
		}
	}
	if s.is(i, "onearticle") == j && s.tokens[i].kind == wordToken {
		return amount{}, i // an article
	}
	if n == 0 {
		return exactly(0), j
	}
	return amount{min: n, hasMin: true, bare: true}, j
}

// quantityAmount reads "several", "a couple of", "many".
func (s *scanner) quantityAmount(i int) (amount, int) {
	hits := s.class(i, "quantity")
	if len(hits) == 0 {
		return amount{}, i
	}
	n, vague := s.quantity(hits[0].key)
	return amount{min: n, hasMin: true, vague: vague, chosen: hits[0].key == "several"}, hits[0].to
}

// count gives the amount as a count of whole things.
func (a amount) count() criteria.Count {
	var c criteria.Count
	if a.hasMin {
		c.Min = int(a.min)
		if a.openMin || float64(c.Min) < a.min {
			c.Min++
		}
	}
	if a.hasMax {
		high := int(a.max)
		if a.openMax && float64(high) == a.max {
			high--
		}
		c.Max = &high
	}
	return c
}

// numbers gives the amount as a range of numbers.
func (a amount) numbers() criteria.Range {
	var r criteria.Range
	low, high := a.min, a.max
	switch {
	case a.hasMin && a.openMin:
		r.GT = &low
	case a.hasMin:
		r.GTE = &low
	}
	switch {
	case a.hasMax && a.openMax:
		r.LT = &high
	case a.hasMax:
		r.LTE = &high
	}
	return r
}

// scores gives the amount as a range of risk scores.
func (a amount) scores() criteria.ScoreRange {
	c := a.count()
	r := criteria.ScoreRange{Min: c.Min, Max: 100}
	if c.Max != nil {
		r.Max = *c.Max
	}
	return r
}
