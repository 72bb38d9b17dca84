package reading

import (
	"regexp"
	"strconv"

	"muster/internal/criteria"
)

// spanMatch is a stretch of time found at some token, up to the token to.
type spanMatch struct {
	to   int
	span timeSpan
}

// spans gives every stretch of time that begins at token i, by every way of saying it.
func (s *scanner) spans(i int) []spanMatch {
	var found []spanMatch
	for _, read := range []func(int) (timeSpan, int){
		s.fixedSpan, s.rolling, s.bareRolling, s.ago, s.agoRange, s.between, s.sinceSpan, s.beforeSpan, s.inDatum,
	} {
		if span, to := read(i); to > i {
			found = append(found, spanMatch{to, span})
		}
	}
	return found
}

// fixedSpan reads the phrases that are a window by themselves: recently, year to date, ever.
func (s *scanner) fixedSpan(i int) (timeSpan, int) {
	if j := s.is(i, "trecent"); j > i {
		return timeSpan{kind: spanRecent, window: criteria.Last(s.glossary.RecentDays, criteria.Day)}, j
	}
	if hits := s.class(i, "tytd"); len(hits) > 0 {
		return timeSpan{window: periodDatum(criteria.Unit(hits[0].key), 0).in()}, hits[0].to
	}
	if j := s.is(i, "teveryday"); j > i {
		return timeSpan{kind: spanAllTime}, j
	}
	j := s.skip(i, "tin", "tthe")
	if k := s.is(j, "tnext"); k > j {
		_, n := s.number(k)
		if to := s.is(n, "unit"); to > n {
			return timeSpan{kind: spanFuture}, to
		}
	}
	return timeSpan{}, i
}

var compoundUnit = regexp.MustCompile(`^(\d+)([A-Z]+)$`)

// length reads "3 weeks", "six months", "a fortnight"; the number may be left out where bare allows.
func (s *scanner) length(i int, bare bool) (span criteria.Span, vague bool, to int) {
	n, j := s.number(i)
	switch {
	case j > i:
	default:
		if hits := s.class(i, "quantity"); len(hits) > 0 {
			n, vague = s.quantity(hits[0].key)
			j = hits[0].to
		} else if bare {
			n = 1
		} else {
			return span, false, i
		}
	}
	span, to = s.unit(n, j)
	if to == j {
		return span, false, i
	}
	return span, vague, to
}

// measured reads a length of time with its article, which by itself stands for one: "the 30 days", "a year".
func (s *scanner) measured(i int) (span criteria.Span, vague bool, to int) {
	start := s.skip(i, "tthe")
	if span, vague, to = s.length(start, false); to > start {
		return span, vague, to
	}
	if one := s.is(i, "onearticle"); one > i {
		if span, to = s.unit(1, one); to > one {
			return span, false, to
		}
	}
	return criteria.Span{}, false, i
}

// unit reads a unit of time of which there are n.
func (s *scanner) unit(n float64, i int) (criteria.Span, int) {
	hits := s.class(i, "unit")
	if len(hits) == 0 || n < 0.5 || n > criteria.MaxSpan || len(s.tokens[i].fold) == 1 && i > 0 && s.tokens[i-1].end < s.tokens[i].start {
		return criteria.Span{}, i
	}
	name := hits[0].key
	if m := compoundUnit.FindStringSubmatch(name); m != nil {
		times, _ := strconv.Atoi(m[1])
		n, name = n*float64(times), m[2]
	}
	unit := criteria.Unit(name)
	if n != float64(int(n)) { // half a year, a year and a half
		smaller := map[criteria.Unit]struct {
			unit criteria.Unit
			of   float64
		}{criteria.Year: {criteria.Month, 12}, criteria.Day: {criteria.Hour, 24}, criteria.Week: {criteria.Hour, 168}}
		part, ok := smaller[unit]
		if !ok || n*part.of != float64(int(n*part.of)) {
			return criteria.Span{}, i
		}
		n, unit = n*part.of, part.unit
	}
	return criteria.Span{N: int(n), Unit: unit}, hits[0].to
}

// quantity gives the number that a word such as "several" stands for, and whether it is vague.
func (s *scanner) quantity(key string) (n float64, vague bool) {
	switch key {
	case "couple", "multiple":
		return 2, false
	case "several":
		return float64(s.glossary.SeveralCount), false
	case "few":
		return float64(s.glossary.FewCount), true
	}
	return float64(s.glossary.ManyCount), true
}

// lastSpan is the rolling window of that length.
func lastSpan(length criteria.Span, vague bool) timeSpan {
	span := timeSpan{window: criteria.Last(length.N, length.Unit)}
	if vague {
		span.kind = spanVague
	}
	return span
}

// rolling reads "in the last 30 days", "los últimos 3 meses", "past 24h", "the 30 days past".
func (s *scanner) rolling(i int) (timeSpan, int) {
	j := s.skip(i, "tin", "tthe")
	if k := s.is(j, "tlast"); k > j {
		if length, vague, to := s.length(k, false); to > k {
			return lastSpan(length, vague), to
		}
		if n, to := s.number(k); to > k { // "in the last 90 days …, in the last 30"
			if unit := s.unitBefore(i); unit != "" && s.endsHere(to) && n >= 1 && n == float64(int(n)) {
				return lastSpan(criteria.Span{N: int(n), Unit: unit}, false), to
			}
		}
		in := s.is(i, "tin")
		if k2 := s.is(j, "trollinglast"); k2 > j || (s.is(in, "tthe") > in || s.is(i, "tinthe") > i || s.contracted(i-1)) && s.is(j, "tlastthe") > j {
			if length, vague, to := s.length(max(k, k2), true); to > k {
				return lastSpan(length, vague), to
			}
		}
	}
	length, vague, k := s.length(j, false)
	if k == j {
		n, m := s.number(j) // 30 últimos días
		if last := s.is(m, "tlast"); m > j && last > m {
			if span, to := s.unit(n, last); to > last {
				return lastSpan(span, false), to
			}
		}
		return timeSpan{}, i
	}
	for _, cat := range []string{"tpostlast", "tlastafter"} {
		if to := s.is(k, cat); to > k {
			return lastSpan(length, vague), to
		}
	}
	return timeSpan{}, i
}

// contracted tells whether token i is a preposition that holds the article: "antes del último mes".
func (s *scanner) contracted(i int) bool {
	if i < 0 {
		return false
	}
	switch s.tokens[i].fold {
	case "del", "do", "da":
		return true
	}
	return false
}

// unitBefore gives the unit of the last length of time before token i, "" where there is none.
func (s *scanner) unitBefore(i int) criteria.Unit {
	for i--; i > 0; i-- {
		if hits := s.class(i, "unit"); len(hits) > 0 && s.tokens[i-1].kind == numberToken {
			if span, to := s.unit(1, i); to > i {
				return span.Unit
			}
		}
	}
	return ""
}

// endsHere tells whether a clause may end before token i.
func (s *scanner) endsHere(i int) bool {
	if i >= len(s.tokens) || s.tokens[i].kind == punctToken {
		return true
	}
	switch s.tokens[i].fold {
	case "and", "or", "but", "y", "o", "pero", "e", "ou", "mas":
		return true
	}
	return false
}

// bareRolling reads "within 14 days", "30-day window".
func (s *scanner) bareRolling(i int) (timeSpan, int) {
	j := s.is(i, "twithin")
	within := j > i
	if !within {
		j = s.is(i, "tin")
	}
	if j == i {
		return timeSpan{}, i
	}
	length, vague, to := s.measured(j)
	if to == j || length.N == 0 {
		return timeSpan{}, i
	}
	span := lastSpan(length, vague)
	span.within = within
	if k := s.is(to, "tfollowing"); k > to && s.endsHere(k) {
		span.following, to = true, k
	}
	if !within && !span.following {
		return timeSpan{}, i
	}
	return span, to
}

// agoWindow gives what "more than", "less than" that long ago means for a positive fact.
func agoWindow(cmp string, length criteria.Span) criteria.Window {
	switch cmp {
	case "gt":
		return criteria.Window{To: &criteria.Bound{Ago: &length}}
	case "gte":
		return criteria.Window{Through: &criteria.Bound{Ago: &length}}
	default:
		return criteria.Last(length.N, length.Unit)
	}
}

// ago reads "more than 2 years ago", "hace más de 60 días", "for 60 days", "há 60 dias".
func (s *scanner) ago(i int) (timeSpan, int) {
	span := timeSpan{kind: spanAgo}
	j := s.is(i, "tagobefore") // hace, há
	span.hasAgo = j > i
	prefixed := j > i
	if !prefixed {
		j = s.is(i, "tfor")
		prefixed = j > i
	}
	if hits := s.class(s.skip(j, "tthe"), "cmp"); len(hits) > 0 && hits[0].key != "about" {
		span.agoCmp, j = hits[0].key, hits[0].to
	}
	length, vague, to := s.measured(j)
	if length.N == 0 || to <= j {
		return timeSpan{}, i
	}
	if vague {
		span.kind = spanVague
	}
	if k := s.is(to, "tago"); k > to {
		if prefixed && !span.hasAgo { // "logged in | more than 60 days ago"
			return timeSpan{}, i
		}
		span.hasAgo, prefixed, to = true, true, k
	} else if hits := s.class(to, "after"); len(hits) > 0 && (hits[0].key == "gte" || hits[0].key == "lte") && prefixed {
		span.agoCmp, to = hits[0].key, hits[0].to
		if k := s.is(to, "tago"); k > to {
			span.hasAgo, to = true, k
		}
	}
	if !prefixed && span.agoCmp == "" {
		return timeSpan{}, i
	}
	span.ago = length
	span.window = agoWindow(span.agoCmp, length)
	return span, to
}
