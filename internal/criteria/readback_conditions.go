package criteria

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// condition says a condition or its opposite as a clause; found is false where the opposite has no words of its own.
func (s speaker) condition(n Node, negative bool) (text string, found bool) {
	switch n := n.(type) {
	case Department:
		if n.Missing {
			return s.noDepartment.of(negative), true
		}
		return s.fill(s.department.of(negative), s.departments(n, negative)), true
	case InGroup:
		return s.fill(s.group.of(negative), s.anyOf(each(n.IDs, s.names.Group), negative)), true
	case Profile:
		return s.profile(n, negative), true
	case Attribute:
		return s.attributed(n, negative), true
	case DateIn:
		return s.dated(n, negative), true
	case Simulation:
		return s.counted(s.simulated(n.SimulationEvents), n.Count, negative)
	case Training:
		return s.counted(s.trained(n.TrainingEvents), n.Count, negative)
	case Enrolment:
		return s.enrolled(n, negative)
	case Order:
		return s.ordered(n), !negative
	case Rate:
		return s.rated(n), !negative
	case Risk:
		return s.risky(n, negative), true
	}
	return "", false
}

// fill puts words into a template.
func (p *phrases) fill(template string, words ...any) string { return fmt.Sprintf(template, words...) }

func (s speaker) departments(d Department, negative bool) string {
	return s.anyOf(each(d.IDs, s.names.Department), negative)
}

func (s speaker) profile(f Profile, negative bool) string {
	if f.Missing {
		return s.fields[f.Field].none.of(negative)
	}
	switch f.Field {
	case FieldEmployeeType:
		return s.fill(s.kind.of(negative), s.either(each(f.Values, func(v string) string { return s.kinds[v] }), negative))
	case FieldStatus:
		return s.fill(s.account.of(negative), s.either(each(f.Values, func(v string) string { return s.statuses[v] }), negative))
	}
	verb := s.matches[f.Matching()]
	if f.Matching() == MatchIs && !f.byWords() {
		verb = s.is
	}
	name := func(v string) string { return v }
	switch f.Field {
	case FieldCountry:
		name = s.regions
	case FieldLanguage:
		name = s.tags
	}
	return s.fields[f.Field].whose + " " + verb.of(negative) + " " + s.anyOf(each(f.Values, name), negative)
}

func (s speaker) attributed(a Attribute, negative bool) string {
	if a.Missing {
		return s.fill(s.attribute.none.of(negative), quoted(a.Name))
	}
	whose := s.fill(s.attribute.whose, quoted(a.Name)) + " "
	switch {
	case a.Range != nil:
		return whose + s.attribute.ranged.of(negative) + " " + s.amount(*a.Range, s.numbers, "")
	case a.Window != nil:
		if a.Window.IsZero() {
			return whose + s.attribute.date.of(negative) + " " + s.attribute.come
		}
		return whose + s.attribute.date.of(negative) + " " + s.window(*a.Window, false)
	}
	words := each(a.Values, func(v any) string {
		switch v := v.(type) {
		case string:
			return quoted(v)
		case float64:
			return s.fill(s.attribute.number, number(v))
		default:
			return fmt.Sprint(v)
		}
	})
	return whose + s.is.of(negative) + " " + s.either(words, negative)
}

func (s speaker) dated(d DateIn, negative bool) string {
	words := s.dates[d.Field]
	switch {
	case d.Window.IsZero():
		return words.ever.of(negative)
	case d.Window.To == nil && d.Window.Through == nil:
		return words.since.of(negative) + " " + s.window(d.Window, d.Field != HiredOn)
	default:
		return words.in.of(negative) + " " + s.window(d.Window, d.Field != HiredOn)
	}
}

func (s speaker) risky(r Risk, negative bool) string {
	window := before(s.window(r.Window, true))
	if r.Score == nil {
		return s.fill(s.risk.of(negative), window, s.either(each(r.Levels, func(l RiskLevel) string { return s.levels[l] }), negative))
	}
	low, high := float64(r.Score.Min), float64(r.Score.Max)
	amount := Range{GTE: &low, LTE: &high}
	switch {
	case r.Score.Min > 0 && r.Score.Max == 100:
		amount.LTE = nil
	case r.Score.Min == 0 && r.Score.Max < 100:
		amount.GTE = nil
	}
	return s.fill(s.score.of(negative), window, s.amount(amount, s.numbers, ""))
}

// amount says a range of numbers, each followed by the sign.
func (s speaker) amount(r Range, words comparisons, sign string) string {
	say := func(template string, ends ...*float64) string {
		list := make([]any, len(ends))
		for i, end := range ends {
			list[i] = number(*end) + sign
		}
		return s.fill(template, list...)
	}
	if r.GTE != nil && r.LTE != nil {
		if *r.GTE == *r.LTE {
			return say(words.exactly, r.GTE)
		}
		return say(words.between, r.GTE, r.LTE)
	}
	var parts []string
	for _, part := range []struct {
		template string
		end      *float64
	}{{words.more, r.GT}, {words.least, r.GTE}, {words.less, r.LT}, {words.most, r.LTE}} {
		if part.end != nil {
			parts = append(parts, say(part.template, part.end))
		}
	}
	return strings.Join(parts, " "+s.and+" ")
}

// number writes a number in digits. Three decimals get a fourth, as 2.125 is in some languages two thousand and more.
func number(f float64) string {
	digits := strconv.FormatFloat(f, 'f', -1, 64)
	if point := strings.IndexByte(digits, '.'); point >= 0 && len(digits)-point == 4 {
		digits += "0"
	}
	return digits
}

// before puts a blank before words, if there are any.
func before(words string) string {
	if words == "" {
		return ""
	}
	return " " + words
}

// regionNames gives the names of countries by their code, the code itself for what is no country.
func regionNames(namer display.Namer) func(string) string {
	return func(code string) string {
		region, err := language.ParseRegion(code)
		if err != nil || !region.IsCountry() || region.String() != strings.ToUpper(code) {
			return code
		}
		if name := namer.Name(region); name != "" {
			return name
		}
		return code
	}
}

// tagNames gives the names of languages by their tag, the tag itself for what has none and for regional forms, which
// some languages call by the name of the whole.
func tagNames(namer display.Namer) func(string) string {
	return func(tag string) string {
		base, err := language.ParseBase(tag)
		if err != nil || base.String() != strings.ToLower(tag) {
			return tag
		}
		if name := namer.Name(base); name != "" {
			return name
		}
		return tag
	}
}
