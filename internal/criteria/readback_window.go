package criteria

import (
	"strconv"
	"strings"
	"time"
)

// window says when; "" for all recorded time.
func (p *phrases) window(w Window, instants bool) string {
	switch {
	case w.IsZero():
		return ""
	case w.From == nil && w.Through == nil && w.To.Period != nil && *w.To.Period == *allTime.To.Period:
		return p.windows.allTime
	case w.From != nil:
		for _, say := range []func(Window, bool) string{p.rolling, p.calendar, p.dated, p.yearly, p.betweenAgo} {
			if text := say(w, instants); text != "" {
				return text
			}
		}
	}
	var parts []string
	if w.From != nil {
		parts = append(parts, p.fill(p.windows.since, p.bound(*w.From)))
	}
	switch {
	case w.To != nil && w.To.Ago != nil:
		parts = append(parts, p.fill(p.windows.before, p.stretch(*w.To.Ago)))
	case w.To != nil && w.To.Recent != nil && w.To.Recent.Plus != nil && *w.To.Recent.Plus == Span{1, Day}:
		parts = append(parts, p.fill(p.windows.through, p.dayOfYear(w.To.Recent.Month, w.To.Recent.Day)))
	case w.To != nil:
		parts = append(parts, p.fill(p.windows.before, p.bound(*w.To)))
	case w.Through != nil && w.Through.Ago != nil:
		parts = append(parts, p.units(p.windows.leastAgo, *w.Through.Ago))
	case w.Through != nil:
		parts = append(parts, p.fill(p.windows.through, p.bound(*w.Through)))
	}
	return p.contracted(strings.Join(parts, " "+p.and+" "))
}

// rolling says the last so many units.
func (p *phrases) rolling(w Window, _ bool) string {
	if w.From.Ago == nil || w.To != nil || w.Through != nil {
		return ""
	}
	return p.contracted(p.fill(p.windows.inFar, p.stretch(*w.From.Ago)))
}

// stretch says so many units up to now: the last 30 days.
func (p *phrases) stretch(s Span) string {
	words := p.windows.units[s.Unit]
	several, one := p.windows.last, p.windows.lastOne
	if words.her && p.windows.lastHer != "" {
		several, one = p.windows.lastHer, p.windows.lastOneHer
	}
	if s.N == 1 {
		return p.fill(one, words.one)
	}
	return p.fill(several, s.N, words.many)
}

// calendar says one whole calendar period; the present one has no end yet.
func (p *phrases) calendar(w Window, _ bool) string {
	from := w.From.Period
	if from == nil || w.Through != nil {
		return ""
	}
	whole := w.To != nil && w.To.Period != nil && *w.To.Period == Period{from.Unit, from.Offset + 1}
	if !whole && (w.To != nil || from.Offset != 0) {
		return ""
	}
	switch words := p.windows.units[from.Unit]; from.Offset {
	case 0:
		return words.inThis
	case -1:
		return words.inLast
	default:
		return p.contracted(p.fill(p.windows.inFar, p.period(*from)))
	}
}

// dated says a year, a month, a day or a range of days.
func (p *phrases) dated(w Window, _ bool) string {
	if w.From.Date == nil || w.To == nil || w.To.Date == nil {
		return ""
	}
	from, to := w.From.Date.utc(), w.To.Date.utc()
	last := *w.To.Date - 1
	switch {
	case from.AddDate(1, 0, 0).Equal(to) && from.YearDay() == 1:
		return p.fill(p.windows.in, strconv.Itoa(from.Year()))
	case from.AddDate(0, 1, 0).Equal(to) && from.Day() == 1:
		return p.fill(p.windows.in, p.fill(p.windows.monthOfYear, p.windows.months[from.Month()-1], from.Year()))
	case *w.From.Date == last:
		return p.fill(p.windows.on, last.String())
	default:
		return p.fill(p.windows.fromTo, w.From.Date.String(), last.String())
	}
}

// yearly says the most recent month, run of months, day, or run of days within one month.
func (p *phrases) yearly(w Window, _ bool) string {
	from := w.From.Recent
	if from == nil || from.Plus != nil || w.To == nil || w.To.Recent == nil {
		return ""
	}
	to := *w.To.Recent
	if to.Month != from.Month || to.Day != from.Day || to.Plus == nil {
		return ""
	}
	last := from.Day + to.Plus.N - 1
	switch {
	case to.Plus.Unit == Month && from.Day == 1 && to.Plus.N == 1:
		return p.fill(p.windows.in, p.windows.months[from.Month-1])
	case to.Plus.Unit == Month && from.Day == 1 && to.Plus.N <= 12:
		return p.fill(p.windows.fromToMonth, p.windows.months[from.Month-1], p.windows.months[(from.Month+to.Plus.N-2)%12])
	case to.Plus.Unit == Day && to.Plus.N == 1:
		return p.contracted(p.fill(p.windows.onDay, p.dayOfYear(from.Month, from.Day)))
	case to.Plus.Unit == Day && last <= shortest(from.Month):
		return p.contracted(p.fill(p.windows.fromTo, p.dayOfYear(from.Month, from.Day), p.dayOfYear(from.Month, last)))
	}
	return ""
}

// shortest gives the days of the month in a common year.
func shortest(month int) int {
	return time.Date(2001, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// betweenAgo says a stretch whose ends are both so many units ago and both counted.
func (p *phrases) betweenAgo(w Window, instants bool) string {
	end := w.Through
	if instants {
		end = w.To
	}
	if w.From.Ago == nil || end == nil || end.Ago == nil || end.Ago.Unit != w.From.Ago.Unit {
		return ""
	}
	return p.fill(p.windows.betweenAgo, w.From.Ago.N, end.Ago.N, p.windows.units[end.Ago.Unit].many)
}

// bound says one end of a window.
func (p *phrases) bound(b Bound) string {
	switch {
	case b.Ago != nil:
		return p.units(p.windows.ago, *b.Ago)
	case b.Date != nil:
		return b.Date.String()
	case b.Period != nil:
		return p.period(*b.Period)
	}
	day := p.dayOfYear(b.Recent.Month, b.Recent.Day)
	if b.Recent.Plus != nil {
		return p.fill(p.windows.later, b.Recent.Plus.N, p.unit(*b.Recent.Plus), day)
	}
	return day
}

func (p *phrases) period(d Period) string {
	words := p.windows.units[d.Unit]
	switch {
	case d.Offset > 0:
		return p.fill(p.windows.next, words.one)
	case d.Offset == 0:
		return words.this
	case d.Offset == -1:
		return words.last
	}
	far := p.windows.far
	if words.her && p.windows.farHer != "" {
		far = p.windows.farHer
	}
	return p.fill(far, words.one, -d.Offset, p.unit(Span{-d.Offset, d.Unit}))
}

func (p *phrases) dayOfYear(month, day int) string {
	return p.fill(p.windows.day, p.windows.months[month-1], day)
}

// unit gives the unit's name in the number of the span.
func (p *phrases) unit(s Span) string {
	if s.N == 1 {
		return p.windows.units[s.Unit].one
	}
	return p.windows.units[s.Unit].many
}

func (p *phrases) units(template string, s Span) string { return p.fill(template, s.N, p.unit(s)) }

// length says a span: 3 weeks.
func (p *phrases) length(s Span) string { return p.units("%d %s", s) }

// contracted runs together the words that the language runs together.
func (p *phrases) contracted(words string) string {
	return strings.TrimSpace(strings.NewReplacer(p.contractions...).Replace(" " + words + " "))
}
