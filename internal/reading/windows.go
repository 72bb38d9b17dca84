package reading

import (
	"regexp"
	"strconv"
	"time"

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
			n, vague, j = s.quantity(hits[0].key)
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
func (s *scanner) quantity(key string) (n float64, vague bool, _ int) {
	switch key {
	case "couple", "multiple":
		return 2, false, 0
	case "several":
		return float64(s.glossary.SeveralCount), false, 0
	case "few":
		return float64(s.glossary.FewCount), true, 0
	}
	return float64(s.glossary.ManyCount), true, 0
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
		if k2 := s.is(j, "trollinglast"); k2 > j || (s.is(in, "tthe") > in || s.is(i, "tinthe") > i) && s.is(j, "tlastthe") > j {
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
	if j == i {
		return timeSpan{}, i
	}
	length, vague, to := s.length(s.skip(j, "tthe"), false)
	if to == j || length.N == 0 {
		return timeSpan{}, i
	}
	return lastSpan(length, vague), to
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
	j = s.skip(j, "tthe")
	if hits := s.class(j, "cmp"); len(hits) > 0 && hits[0].key != "about" {
		span.agoCmp, j = hits[0].key, hits[0].to
	}
	length, vague, to := s.length(s.skip(j, "tthe"), false)
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

// agoRange reads "between 90 and 30 days ago", "hace entre 30 y 90 días", "30 to 60 days ago".
func (s *scanner) agoRange(i int) (timeSpan, int) {
	j := s.is(i, "tagobefore")
	before := j > i
	j = s.is(j, "tbetween")
	first, _, k := s.length(j, false)
	n, m := s.number(j)
	if k == j {
		if m == j {
			return timeSpan{}, i
		}
		k = m
	}
	r := s.is(k, "trange")
	if r == k {
		return timeSpan{}, i
	}
	second, _, to := s.length(s.skip(r, "tthe"), false)
	if to == r || second.N == 0 {
		return timeSpan{}, i
	}
	if first.N == 0 {
		first = criteria.Span{N: int(n), Unit: second.Unit}
	}
	if end := s.is(to, "tago"); end > to {
		to = end
	} else if !before {
		return timeSpan{}, i
	}
	if spanDays(first) < spanDays(second) {
		first, second = second, first
	}
	if first.N == 0 || second.N == 0 {
		return timeSpan{}, i
	}
	return timeSpan{ends: true, window: criteria.Window{From: &criteria.Bound{Ago: &first}, To: &criteria.Bound{Ago: &second}}}, to
}

// spanDays gives about how many days a span has, for ordering two.
func spanDays(s criteria.Span) float64 {
	days := map[criteria.Unit]float64{criteria.Hour: 1.0 / 24, criteria.Day: 1, criteria.Week: 7, criteria.Month: 30.4, criteria.Quarter: 91, criteria.Year: 365}
	return float64(s.N) * days[s.Unit]
}

// between reads "between March 1 and August 31, 2025", "from 2025-01-01 to 2025-03-31".
func (s *scanner) between(i int) (timeSpan, int) {
	j := s.is(i, "tbetween")
	first, k := s.datum(s.skip(j, "tthe"))
	shortDay := 0
	if k == s.skip(j, "tthe") { // "between 1 and 15 March 2025"
		day, m := s.dayNumber(s.skip(j, "tthe"))
		if m == s.skip(j, "tthe") {
			return timeSpan{}, i
		}
		shortDay, k = day, m
	}
	r := s.is(k, "trange")
	if r == k {
		return timeSpan{}, i
	}
	second, to := s.datum(s.skip(r, "tthe"))
	if to <= r {
		return timeSpan{}, i
	}
	if j == i && first.month == 0 && first.start.Date == nil && first.start.Period == nil && shortDay == 0 {
		return timeSpan{}, i
	}
	if shortDay > 0 {
		switch {
		case second.day != nil:
			y, m, _ := criteriaDay(*second.day)
			first = checkedDay(y, m, shortDay)
		case second.dom > 0:
			first = recentDatum(second.month, shortDay)
		default:
			return timeSpan{}, i
		}
	}
	return betweenSpan(first, second), to
}

// criteriaDay gives the year, month and day of a date.
func criteriaDay(d criteria.Date) (year, month, day int) {
	t := d.Midnight(time.UTC).Time()
	return t.Year(), int(t.Month()), t.Day()
}

// betweenSpan joins two ends; the first takes the second's year where it has none of its own.
func betweenSpan(first, second datum) timeSpan {
	if bad, is := badDatum(first, second); is {
		return bad
	}
	if first.month > 0 && second.start.Date != nil {
		year, month, _ := criteriaDay(*second.start.Date)
		if first.month > month {
			year--
		}
		if first.dom > 0 {
			first = checkedDay(year, first.month, first.dom)
		} else {
			first = datesDatum(date(year, first.month, 1), date(year, first.month+1, 1))
		}
		if first.invalid {
			return timeSpan{kind: spanInvalid}
		}
	}
	from := first.start
	if first.month > 0 && second.month > 0 && first.start.Recent != nil && second.start.Recent != nil {
		return timeSpan{window: criteria.Window{From: &from, To: afterRecent(first, second)}}
	}
	return timeSpan{window: second.until(criteria.Window{From: &from})}
}

// afterRecent gives the end of a range of months or days without years, counted from its first: November to February.
func afterRecent(first, second datum) *criteria.Bound {
	start := first.start.Recent
	if first.dom == 0 && second.dom == 0 {
		months := (second.month-first.month+12)%12 + 1
		return &criteria.Bound{Recent: &criteria.Recent{Month: start.Month, Day: start.Day, Plus: &criteria.Span{N: months, Unit: criteria.Month}}}
	}
	const commonYear = 2001
	from, to := date(commonYear, first.month, max(first.dom, 1)), date(commonYear, second.month, second.dom)
	if second.dom == 0 {
		to = date(commonYear, second.month+1, 1) - 1
	}
	if to < from {
		to += 365
	}
	return &criteria.Bound{Recent: &criteria.Recent{Month: start.Month, Day: start.Day, Plus: &criteria.Span{N: int(to-from) + 1, Unit: criteria.Day}}}
}

// badDatum gives the span to report where a datum cannot be used.
func badDatum(all ...datum) (timeSpan, bool) {
	for _, d := range all {
		if d.invalid {
			return timeSpan{kind: spanInvalid}, true
		}
		if d.ambiguous != nil {
			return timeSpan{kind: spanAmbiguous, candidates: d.ambiguous}, true
		}
	}
	return timeSpan{}, false
}

// sinceSpan reads "since March", "from 2025 on", "after 1 May", "since 3 months ago".
func (s *scanner) sinceSpan(i int) (timeSpan, int) {
	if j := s.is(i, "tafter"); j > i {
		if d, to := s.edge(j); to > j {
			if bad, is := badDatum(d); is {
				return bad, to
			}
			from := d.after
			return timeSpan{window: criteria.Window{From: &from}}, to
		}
	}
	j := s.is(i, "tsince")
	if j == i {
		return timeSpan{}, i
	}
	if d, to := s.edge(j); to > j {
		if bad, is := badDatum(d); is {
			return bad, to
		}
		from := d.start
		if d.end {
			from = d.after
		}
		return s.andBefore(timeSpan{window: criteria.Window{From: &from}}, s.is(to, "tonwards"))
	}
	j = s.skip(j, "tthe")
	before := s.is(j, "tagobefore")
	if length, _, to := s.length(before, false); to > before && length.N > 0 {
		if end := s.is(to, "tago"); end > to || before > j {
			return s.andBefore(timeSpan{window: criteria.Last(length.N, length.Unit)}, end)
		}
	}
	return timeSpan{}, i
}

// andBefore adds the end that follows a beginning: "since March | and before June", "since 90 days ago | and more than 30 days ago".
func (s *scanner) andBefore(span timeSpan, i int) (timeSpan, int) {
	j := s.is(i, "oneand")
	if j == i {
		return span, i
	}
	for _, read := range []func(int) (timeSpan, int){s.beforeSpan, s.ago} {
		end, to := read(j)
		if to == j || end.kind != spanWindow && !(end.kind == spanAgo && end.hasAgo) || end.window.From != nil {
			continue
		}
		span.window.To, span.window.Through = end.window.To, end.window.Through
		return span, to
	}
	return span, i
}

// edge reads a datum, or the start or end of one.
func (s *scanner) edge(i int) (datum, int) {
	j := s.skip(i, "tthe")
	if k := s.is(j, "tstart"); k > j {
		if d, to := s.edge(s.skip(k, "tof")); to > k {
			d.after, d.day = d.start, nil
			return d, to
		}
	}
	if k := s.is(j, "tend"); k > j {
		if d, to := s.edge(s.skip(k, "tof")); to > k {
			d.end = true
			return d, to
		}
	}
	d, to := s.datum(j)
	if to == j {
		return datum{}, i
	}
	return d, to
}

// beforeSpan reads "before 2026-01-15", "until March".
func (s *scanner) beforeSpan(i int) (timeSpan, int) {
	if j := s.is(i, "tbefore"); j > i {
		if d, to := s.edge(j); to > j {
			if bad, is := badDatum(d); is {
				return bad, to
			}
			end := d.start
			if d.end {
				end = d.after
			}
			return timeSpan{window: criteria.Window{To: &end}}, to
		}
	}
	if j := s.is(i, "tuntil"); j > i {
		if d, to := s.edge(j); to > j {
			if bad, is := badDatum(d); is {
				return bad, to
			}
			return timeSpan{window: d.until(criteria.Window{})}, to
		}
	}
	return timeSpan{}, i
}

// inDatum reads "in June", "last month", "on March 5", "2025", and "March onwards".
func (s *scanner) inDatum(i int) (timeSpan, int) {
	j := s.is(i, "tin")
	d, to := s.edge(j)
	if to == j {
		return timeSpan{}, i
	}
	if j == i && d.month > 0 && d.dom == 0 && s.is(to, "tonwards") == to {
		return timeSpan{}, i // a bare month's name alone may be another word: may, march
	}
	if bad, is := badDatum(d); is {
		return bad, to
	}
	if end := s.is(to, "tonwards"); end > to {
		from := d.start
		return timeSpan{window: criteria.Window{From: &from}}, end
	}
	span := timeSpan{window: d.in()}
	for j > i {
		next := s.is(to, "oneor")
		if next == to {
			break
		}
		more, end := s.edge(s.is(next, "tin"))
		if end <= next || more.invalid || more.ambiguous != nil {
			break
		}
		span.or = append(span.or, more.in())
		to = end
	}
	return span, to
}
