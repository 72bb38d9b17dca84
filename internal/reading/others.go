package reading

import "muster/internal/criteria"

// "A course other than Phishing Basics" names no list of courses, as new ones belong to it. It is a matter of counting: of those
// who completed Phishing Basics it takes two courses, of the others one.

// othersPart reads "other than Payroll Update" behind the simulation or course of an event.
func (p *parser) othersPart(f *frame) bool {
	var in field
	switch u := p.unit(0); {
	case f.cat == "" || len(f.campaigns)+len(f.courses)+len(f.others) > 0 || !u.has("except") && !p.besides():
		return false
	case f.has("training"):
		in = inCourse
	case f.has("simulation"):
		in = inCampaign
	default:
		return false
	}
	adds := p.besides()
	i, from := 1, p.pos
	for p.unit(i).has("det") || p.unit(i).has("prep") || p.unit(i).has("object") && len(p.unit(i).values(in)) == 0 {
		i++
	}
	for len(p.unit(i).values(in)) > 0 {
		f.others = append(f.others, idsIn(p.unit(i).values(in))...)
		i++
		p.pos, i = p.pos+i, 0
		for p.unit(i).has("or") || p.unit(i).has("and") || p.unit(i).has("nor") || p.unit(i).has("punct", ",") || i > 0 && p.unit(i).has("det") {
			i++
		}
		if i == 0 {
			break
		}
	}
	if len(f.others) == 0 {
		return false
	}
	if adds {
		p.unitReport(review, CodeFieldAmbiguous, from, p.pos, "Read as another one than those named.")
	}
	p.pos-- // the caller goes on to the next unit
	return true
}

// besides tells whether a word stands here that adds in some texts and excepts in others: "además de", "além de".
func (p *parser) besides() bool {
	u := p.unit(0)
	if !u.has("and") || len(p.unit(1).values(inCampaign, inCourse)) == 0 && !p.unit(1).has("object") {
		return false
	}
	switch p.tokens[u.from].fold {
	case "alem", "ademas", "aside", "besides":
		return true
	}
	return false
}

// otherThan builds the events of campaigns or courses other than some: how many there are of all, for each number of those named.
func (c *condition) otherThan(w criteria.Window) criteria.Node {
	one := *c
	one.others, one.every = nil, false
	count := func(ids []int64, n criteria.Count) criteria.Node {
		if one.campaigns, one.courses = ids, nil; c.kind == trainingCondition {
			one.campaigns, one.courses = nil, ids
		}
		one.amount = &amount{min: float64(n.Min), hasMin: n.Max == nil}
		if n.Max != nil {
			one.amount.max, one.amount.hasMax = float64(*n.Max), true
		}
		return one.events(w)
	}
	atLeast := func(n int) criteria.Node {
		named := len(c.others)
		of := []criteria.Node{count(nil, criteria.Count{Min: n + named})}
		for j := range named {
			of = append(of, criteria.AllOf{Of: []criteria.Node{count(c.others, criteria.Count{Max: &j}), count(nil, criteria.Count{Min: n + j})}})
		}
		return criteria.AnyOf{Of: of}
	}
	n := c.count()
	var of []criteria.Node
	if low, _ := n.Ends(); low > 0 {
		of = append(of, atLeast(low))
	}
	if n.Max != nil {
		of = append(of, criteria.Not{Of: atLeast(*n.Max + 1)})
	}
	return criteria.AllOf{Of: of}
}
