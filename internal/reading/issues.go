package reading

import (
	"sort"
	"strings"
)

// Status says how far a description was understood.
type Status string

const (
	Clear       Status = "CLEAR"        // one reading, complete
	NeedsReview Status = "NEEDS_REVIEW" // complete, with a near match or a choice among readings
	Partial     Status = "PARTIAL"      // a word that carries meaning was not understood; the rest is a draft
	Refused     Status = "REFUSED"      // nothing was built
)

// Codes of issues; part of the API.
const (
	CodeUnknownValue        = "unknown_value"
	CodeUnknownConcept      = "unknown_concept"
	CodeFuzzyMatch          = "fuzzy_match"
	CodeFieldAmbiguous      = "field_ambiguous"
	CodeScopeAndOr          = "scope_and_or"
	CodeScopeNegation       = "scope_negation"
	CodeWindowScope         = "window_scope"
	CodeDateOrder           = "date_order"
	CodeVagueQuantity       = "vague_quantity"
	CodeDefaultApplied      = "default_applied"
	CodeUnsupportedSequence = "unsupported_sequence"
	CodeContradiction       = "contradiction"
	CodeOutOfScope          = "out_of_scope"
	CodeTooLong             = "too_long"
)

// Issue is a word that was not understood or an assumption that was made. Start and End are its span in the
// original text, in Unicode code points, end not included.
type Issue struct {
	Code       string   `json:"code"`
	Text       string   `json:"text"`
	Message    string   `json:"message"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Candidates []string `json:"candidates"`
}

// finding is an issue with what it does to the status.
type finding struct {
	Issue
	effect effect
}

type effect uint8

const (
	noted      effect = iota // an assumption; CLEAR stays CLEAR
	review                   // an assumption to look at
	unresolved               // PARTIAL
	refusal                  // REFUSED
)

// report records a finding over the tokens [from, to).
func (p *parser) report(e effect, code string, from, to int, message string, candidates ...string) {
	f := finding{effect: e, Issue: Issue{Code: code, Message: p.say(message), Candidates: candidates}}
	if len(p.tokens) > 0 {
		from = max(0, min(from, len(p.tokens)-1))
		to = max(from+1, min(to, len(p.tokens)))
		f.Start, f.End = p.tokens[from].start, p.tokens[to-1].end
		f.Text = string(p.runes[f.Start:f.End])
	}
	for i := range p.findings {
		if have := &p.findings[i]; have.Code == f.Code && have.Start == f.Start && have.End == f.End {
			if f.effect > have.effect {
				have.effect, have.Message = f.effect, f.Message
			}
			return
		}
	}
	p.findings = append(p.findings, f)
}

// unitReport records a finding over units [from, to).
func (p *parser) unitReport(e effect, code string, from, to int, message string, candidates ...string) {
	if len(p.units) == 0 {
		p.report(e, code, 0, 0, message, candidates...)
		return
	}
	from = max(0, min(from, len(p.units)-1))
	to = max(from+1, min(to, len(p.units)))
	p.report(e, code, p.units[from].from, p.units[to-1].to, message, candidates...)
}

// settle sorts the findings into a reading's lists and gives the status they make.
func (p *parser) settle(into *Reading) {
	sort.SliceStable(p.findings, func(a, b int) bool { return p.findings[a].Start < p.findings[b].Start })
	into.Status = Clear
	worst := noted
	var refusals []string
	for _, f := range p.findings {
		worst = max(worst, f.effect)
		switch f.effect {
		case noted, review:
			into.Assumptions = append(into.Assumptions, f.Issue)
		default:
			into.Unresolved = append(into.Unresolved, f.Issue)
			if f.effect == refusal {
				refusals = append(refusals, f.Message)
			}
		}
	}
	switch worst {
	case review:
		into.Status = NeedsReview
	case unresolved:
		into.Status = Partial
	case refusal:
		into.Status = Refused
		into.Message = strings.Join(refusals, " ")
	}
}
