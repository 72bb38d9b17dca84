package reading

import (
	"slices"

	"muster/internal/criteria"
)

// nameNext tells whether the name of a campaign or course follows, after small words.
func (p *parser) nameNext() bool {
	i := 1
	for p.unit(i).has("det") || p.unit(i).has("prep") {
		i++
	}
	return len(p.unit(i).values(inCampaign, inCourse, inTemplate)) > 0
}

// topicOf takes a channel that stands before everything else as what it is about: "quishing: anyone who fell for it".
func (p *parser) topicOf(u *unit) bool {
	s, next := u.sense("channel"), p.unit(1)
	if s == nil || s.key == string(criteria.Email) || !next.has("punct", ":", "-", "–", "—") || p.unit(2) == nil {
		return false
	}
	p.channel = criteria.Channel(s.key)
	return true
}

// channelPart takes a channel: "a QR or voice simulation", "by phone".
func (p *parser) channelPart(f *frame, u *unit) bool {
	s := u.sense("channel")
	if s == nil {
		return false
	}
	if u.has("object", "qr") && (f.says("scan") || f.says("attach")) && !f.has("qr") && !p.unit(-1).has("prep", "with") && !p.channelsOf() {
		return false
	}
	if u.has("object", "simulation") && !p.channelsOf() && (len(f.objects) == 0 || !p.unit(-1).has("prep") && !p.unit(-1).has("event", "receive")) {
		return false
	}
	if f.cat == "" && len(f.objects) == 0 && !p.channelFollowed() {
		return false
	}
	if before := p.unit(-1); before != nil && possessive(p.tokens[before.from].fold) {
		return false // clicked from their phone
	}
	if slices.Contains(f.channels, criteria.Channel(s.key)) {
		return true
	}
	f.channels = append(f.channels, criteria.Channel(s.key))
	if u.has("object", "qr") && !f.has("simulation") && !p.channelsOf() {
		f.objects = append(f.objects, object{"qr", p.pos})
	}
	return true
}

// possessive tells whether a word makes the next a thing of the person's own.
func possessive(word string) bool {
	switch word {
	case "their", "his", "her", "own", "su", "sus", "seu", "sua", "seus", "suas":
		return true
	}
	return false
}

// channelNext tells whether only small words stand before a channel: "a test sent by text".
func (p *parser) channelNext() bool {
	i := 1
	for p.unit(i).has("prep") && !p.unit(i).has("channel") {
		i++
	}
	return p.unit(i).has("channel")
}

// channelsOf tells whether the channel at hand, or the list of them that it begins, describes a simulation or campaign.
func (p *parser) channelsOf() bool {
	for i := 1; ; i++ {
		u := p.unit(i)
		switch {
		case u.has("object", "simulation") && !u.has("channel"):
			return true
		case (u.has("or") || u.has("and") || u.has("punct", ",")) && p.unit(i+1).has("channel"), u.has("channel"):
		default:
			return false
		}
	}
}

// channelFollowed tells whether a simulation or an event follows the channel: "smishing victims", "QR or voice simulation".
func (p *parser) channelFollowed() bool {
	for i := p.pos + 1; i < len(p.units); i++ {
		u := &p.units[i]
		switch {
		case u.has("object", "simulation"), u.has("event"), u.has("noun"), u.has("agent"), u.has("rate"):
			return true
		case u.has("channel"), u.has("or"), u.has("and"), u.has("punct", ","):
		default:
			return false
		}
	}
	return false
}

// named takes the name of a campaign, course or template.
func (p *parser) named(f *frame, u *unit) bool {
	campaigns, courses, templates := u.values(inCampaign), u.values(inCourse), u.values(inTemplate)
	switch {
	case len(campaigns) > 0 && len(f.courses) == 0:
		f.campaigns = append(f.campaigns, campaigns...)
	case len(courses) > 0 && len(f.campaigns) == 0:
		f.courses = append(f.courses, courses...)
	case len(templates) > 0 && len(f.courses) == 0:
		f.templates = append(f.templates, templates...)
	default:
		return false
	}
	return true
}

// ownVerb tells whether the name at unit i has a verb of its own behind it, so that it is no further name of the event at hand:
// "Phishing Basics completed, Secure Coding not completed". A name behind the event's verb has one only if that is negated.
func (p *parser) ownVerb(i int, f *frame) bool {
	negated := false
	for ; i < len(p.units); i++ {
		u := &p.units[i]
		listed := (u.has("and") || u.has("or") || u.has("punct", ",")) && i+1 < len(p.units) && len(p.units[i+1].values(inCampaign, inCourse)) > 0
		switch {
		case !listed && p.andClause(i):
			return false
		case listed && !negated, u.has("det"), u.has("aux"), u.has("filler"), len(u.values(inCampaign, inCourse)) > 0 && !negated:
		case u.has("neg"), u.has("never"), f.nameFirst && (u.has("without") || u.has("no")):
			negated = true
		case u.has("unfinished"):
			return f.nameFirst
		default:
			return (negated || f.nameFirst) && (u.has("event") || u.has("noun")) && !u.has("object") || negated && p.clauseEnds(i-p.pos)
		}
	}
	return negated
}

// list consumes "and X", ", X" where X is one more name or channel.
func (p *parser) list(f *frame) bool {
	i, op := p.pos, juxtaposed
	for ; i < len(p.units); i++ {
		u := &p.units[i]
		switch {
		case u.has("or"), u.has("punct", "/"), u.has("nor"):
			op = disjunction
		case u.has("and"), f.every && u.has("prep", "as"):
			op = max(op, conjunction)
		case u.has("punct", ","):
			op = max(op, comma)
		default:
			goto found
		}
	}
found:
	if op == juxtaposed || i >= len(p.units) {
		return false
	}
	i = p.smallWords(i, &frame{})
	if i >= len(p.units) {
		return false
	}
	u := &p.units[i]
	name := len(f.campaigns) > 0 && len(u.values(inCampaign)) > 0 || len(f.courses) > 0 && len(u.values(inCourse)) > 0 ||
		len(f.templates) > 0 && len(u.values(inTemplate)) > 0
	channel := len(f.channels) > 0 && u.has("channel") && f.span == nil
	data := len(f.objects) > 0 && f.objects[len(f.objects)-1].key == "credentials" && u.has("object", "credentials") && (f.says("give") || f.says("submit"))
	if !name && !channel && !data || name && p.ownVerb(i, f) {
		return false
	}
	back := p.pos
	p.pos = i
	if !p.absorb(f) {
		p.pos = back
		return false
	}
	if name && op != comma {
		f.conj = op
	}
	if p.unit(0).has("butnotboth") || p.punct(",") && p.unit(1).has("butnotboth") {
		p.pos++
		if p.unit(0).has("butnotboth") {
			p.pos++
		}
		f.xor = true
	}
	return true
}
