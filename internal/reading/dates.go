package reading

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"muster/internal/criteria"
)

// scanner reads windows and amounts off the tokens.
type scanner struct {
	lex      *lexicon
	tokens   []token
	glossary Glossary
}

// hit is a word of a small vocabulary: tokens [from, to) have the key.
type hit struct {
	to  int
	key string
}

// class gives the hits of a category at i, the longest first.
func (s *scanner) class(i int, cat string) []hit {
	t := s.lex.time[cat]
	if t == nil || i >= len(s.tokens) {
		return nil
	}
	var hits []hit
	for _, m := range t.matches(s.tokens, i) {
		for _, sense := range m.senses {
			hits = append(hits, hit{m.to, sense.key})
		}
	}
	for a := 1; a < len(hits); a++ { // few: insertion sort
		for b := a; b > 0 && hits[b].to > hits[b-1].to; b-- {
			hits[b], hits[b-1] = hits[b-1], hits[b]
		}
	}
	return hits
}

// is gives where the longest hit of a category at i ends, or i.
func (s *scanner) is(i int, cat string) int {
	if hits := s.class(i, cat); len(hits) > 0 {
		return hits[0].to
	}
	return i
}

// number reads a whole or decimal number, in digits or words.
func (s *scanner) number(i int) (n float64, to int) {
	if i >= len(s.tokens) {
		return 0, i
	}
	if t := s.tokens[i]; t.fold == "-" && i+1 < len(s.tokens) && s.tokens[i+1].kind == numberToken && s.tokens[i+1].start == t.end && i > 0 && s.tokens[i-1].end < t.start {
		return -parseNumber(s.tokens[i+1].text), i + 2
	}
	if t := s.tokens[i]; t.kind == numberToken {
		return parseNumber(t.text), i + 1
	}
	if hits := s.class(i, "number"); len(hits) > 0 {
		n, _ := strconv.ParseFloat(hits[0].key, 64)
		return n, hits[0].to
	}
	return 0, i
}

var thousands = regexp.MustCompile(`^\d{1,3}([,.]\d{3})+$`)

// parseNumber reads 50,000 and 50.000 as fifty thousand, and 2.5 and 2,5 as two and a half.
func parseNumber(text string) float64 {
	var digits []rune
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, r)
		case thousands.MatchString(text):
		default:
			digits = append(digits, '.')
		}
	}
	n, err := strconv.ParseFloat(string(digits), 64)
	if err != nil {
		return 0
	}
	return n
}

// datum reads a day, month, year or other calendar period that begins at i.
func (s *scanner) datum(i int) (d datum, to int) {
	if i >= len(s.tokens) {
		return datum{}, i
	}
	if t := s.tokens[i]; t.kind == dateToken {
		return numericDate(t.text), i + 1
	}
	for _, read := range []func(int) (datum, int){s.dayMonth, s.monthDay, s.quarter, s.period} {
		if d, to := read(i); to > i {
			return d, to
		}
	}
	if year, to := s.year(i); to > i {
		return datesDatum(date(year, 1, 1), date(year+1, 1, 1)), to
	}
	return datum{}, i
}

func date(year, month, day int) criteria.Date {
	return criteria.DateOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

// year reads 2025, "the year 2025".
func (s *scanner) year(i int) (year, to int) {
	j := i
	if k := s.is(j, "tyearword"); k > j {
		j = s.skip(k, "tof")
	}
	if j < len(s.tokens) && s.tokens[j].kind == numberToken && len(s.tokens[j].text) == 4 {
		if n, err := strconv.Atoi(s.tokens[j].text); err == nil && n >= 1970 && n < 2100 {
			return n, j + 1
		}
	}
	return 0, i
}

// skip gives the place after a word of the category, if there is one at i.
func (s *scanner) skip(i int, cats ...string) int {
	for _, cat := range cats {
		i = s.is(i, cat)
	}
	return i
}

// dayNumber reads the day of a month: 5, 5th, first.
func (s *scanner) dayNumber(i int) (day, to int) {
	n, j := s.number(i)
	if j == i || n < 1 || n > 39 || n != float64(int(n)) {
		return 0, i
	}
	return int(n), s.is(j, "ordinal")
}

func (s *scanner) month(i int) (month, to int) {
	hits := s.class(i, "month")
	if len(hits) == 0 {
		return 0, i
	}
	m, _ := strconv.Atoi(hits[0].key)
	return m, hits[0].to
}

// dayMonth reads "15 September 2024", "15 de enero de 2024", "the 5th of March".
func (s *scanner) dayMonth(i int) (datum, int) {
	j := s.is(i, "tdayword")
	day, k := s.dayNumber(j)
	if k == j {
		return datum{}, i
	}
	k = s.skip(k, "tof")
	month, to := s.month(k)
	if to == k {
		return datum{}, i
	}
	return s.withYear(month, day, to)
}

// monthDay reads "March 5, 2025", "March 2025", "March".
func (s *scanner) monthDay(i int) (datum, int) {
	month, j := s.month(i)
	if j == i {
		return datum{}, i
	}
	start := s.skip(j, "tthe")
	if day, k := s.dayNumber(start); k > start && s.is(k, "unit") == k && s.is(k, "timesword") == k && (k-j > 1 || len(s.tokens[j].text) <= 2) {
		return s.withYear(month, day, k)
	}
	return s.withYear(month, 0, j)
}

// withYear reads the year after a month or a day of one, if there is one.
func (s *scanner) withYear(month, day, i int) (datum, int) {
	if year, to := s.year(s.skip(i, "tof")); year > 0 {
		if day == 0 {
			return datesDatum(date(year, month, 1), date(year, month+1, 1)), to
		}
		return checkedDay(year, month, day), to
	}
	if day > 0 && !validDay(2024, month, day) {
		return datum{invalid: true}, i
	}
	return recentDatum(month, day), i
}

func validDay(year, month, day int) bool {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return month >= 1 && month <= 12 && t.Day() == day && int(t.Month()) == month
}

func checkedDay(year, month, day int) datum {
	if !validDay(year, month, day) {
		return datum{invalid: true}
	}
	return dayDatum(date(year, month, day))
}

var numericParts = regexp.MustCompile(`\d+`)

// numericDate reads an all-digit date. Day and month in either order are ambiguous where both are possible and differ.
func numericDate(text string) datum {
	parts := numericParts.FindAllString(text, -1)
	if len(parts) != 3 {
		return datum{invalid: true}
	}
	a, _ := strconv.Atoi(parts[0])
	b, _ := strconv.Atoi(parts[1])
	year, _ := strconv.Atoi(parts[2])
	if len(parts[0]) == 4 {
		return checkedDay(a, b, year)
	}
	if year < 100 {
		year += 2000
	}
	dayFirst, monthFirst := validDay(year, b, a), validDay(year, a, b)
	switch {
	case dayFirst && monthFirst && a != b:
		return datum{ambiguous: []string{fmt.Sprintf("%04d-%02d-%02d", year, b, a), fmt.Sprintf("%04d-%02d-%02d", year, a, b)}}
	case dayFirst:
		return dayDatum(date(year, b, a))
	case monthFirst:
		return dayDatum(date(year, a, b))
	}
	return datum{invalid: true}
}

// quarter reads "Q1 2026", "the first half of 2025"; without a year, of the present one.
func (s *scanner) quarter(i int) (datum, int) {
	for cat, months := range map[string]int{"tquarter": 3, "thalf": 6} {
		hits := s.class(i, cat)
		if len(hits) == 0 {
			continue
		}
		n, _ := strconv.Atoi(hits[0].key)
		first := (n-1)*months + 1
		if year, to := s.year(s.skip(hits[0].to, "tof")); year > 0 {
			return datesDatum(date(year, first, 1), date(year, first+months, 1)), to
		}
		to := hits[0].to
		if k := s.skip(to, "tof"); s.is(k, "tthis") > k {
			if hits := s.class(s.is(k, "tthis"), "unit"); len(hits) > 0 && hits[0].key == "YEAR" {
				to = hits[0].to
			}
		}
		plus := criteria.Span{N: months, Unit: criteria.Month}
		return datum{
			start: criteria.Bound{Recent: &criteria.Recent{Month: first, Day: 1}},
			after: criteria.Bound{Recent: &criteria.Recent{Month: first, Day: 1, Plus: &plus}},
		}, to
	}
	return datum{}, i
}

// period reads "this month", "last year", "el mes pasado", "today", "yesterday".
func (s *scanner) period(i int) (datum, int) {
	if j := s.is(i, "ttoday"); j > i {
		return periodDatum(criteria.Day, 0), j
	}
	if j := s.is(i, "tyesterday"); j > i {
		return periodDatum(criteria.Day, -1), j
	}
	j := s.skip(i, "tthe")
	for cat, offset := range map[string]int{"tthis": 0, "tcalendarlast": -1} {
		if k := s.is(j, cat); k > j {
			if unit, to := s.calendarUnit(k); to > k {
				return periodDatum(unit, offset), to
			}
		}
	}
	unit, k := s.calendarUnit(j)
	if k == j {
		return datum{}, i
	}
	if n, m := s.number(k); m > k && n >= 1 && n <= 1000 {
		if again, to := s.calendarUnit(m); to > m && again == unit {
			if end := s.is(to, "tbeforethis"); end > to {
				return periodDatum(unit, -int(n)), end
			}
		}
	}
	if to := s.is(k, "tpostlast"); to > k {
		return periodDatum(unit, -1), to
	}
	if to := s.is(k, "tpostthis"); to > k {
		return periodDatum(unit, 0), to
	}
	return datum{}, i
}

// calendarUnit reads day, week, month, quarter or year.
func (s *scanner) calendarUnit(i int) (criteria.Unit, int) {
	if i < len(s.tokens) && len(s.tokens[i].fold) == 1 {
		return "", i // y, which is "and" in Spanish, after no number
	}
	for _, h := range s.class(i, "unit") {
		switch u := criteria.Unit(h.key); u {
		case criteria.Day, criteria.Week, criteria.Month, criteria.Quarter, criteria.Year:
			return u, h.to
		}
	}
	return "", i
}
