package reading

import "muster/internal/criteria"

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
	the := s.skip(j, "tthe")
	before := s.is(the, "tagobefore")
	if length, _, to := s.length(before, false); to > before && length.N > 0 {
		if end := s.is(to, "tago"); end > to || before > the {
			return s.andBefore(timeSpan{window: criteria.Last(length.N, length.Unit)}, end)
		}
	}
	if d, to := s.bound(j); to > j {
		if bad, is := badDatum(d); is {
			return bad, to
		}
		from := d.start
		if d.end {
			from = d.after
		}
		return s.andBefore(timeSpan{window: criteria.Window{From: &from}}, s.is(to, "tonwards"))
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
		if to == j || end.kind != spanWindow && (end.kind != spanAgo || !end.hasAgo) || end.window.From != nil {
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

// bound reads an edge, or a day that lies so long after another one: "2 months after March 5".
func (s *scanner) bound(i int) (datum, int) {
	plus, _, j := s.length(s.skip(i, "tthe"), false)
	if j > i && plus.N > 0 && (plus.Unit == criteria.Day || plus.Unit == criteria.Month) {
		if k := s.is(j, "tafter"); k > j {
			if d, to := s.edge(k); to > k && d.dom > 0 && d.start.Recent != nil {
				later := *d.start.Recent
				later.Plus = &plus
				return datum{start: criteria.Bound{Recent: &later}, last: true}, to
			}
		}
	}
	return s.edge(i)
}

// beforeSpan reads "before 2026-01-15", "until March", "before the last 30 days".
func (s *scanner) beforeSpan(i int) (timeSpan, int) {
	if j := s.is(i, "tbefore"); j > i {
		if last, to := s.rolling(j); to > j && last.kind == spanWindow {
			return timeSpan{window: criteria.Window{To: last.window.From}}, to
		}
		if d, to := s.bound(j); to > j {
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
		if d, to := s.bound(j); to > j {
			if bad, is := badDatum(d); is {
				return bad, to
			}
			return timeSpan{window: d.until(criteria.Window{})}, s.is(to, "tinclusive")
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
