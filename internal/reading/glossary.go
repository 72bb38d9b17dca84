package reading

import (
	"strings"
	"unicode/utf8"

	"muster/internal/criteria"
	"muster/internal/errs"
)

// Glossary holds what an organization's words mean.
type Glossary struct {
	NewHireDays       int                `json:"newHireDays"`       // "new hire": hired in the last … days
	RecentDays        int                `json:"recentDays"`        // "recent", "recently", "lately"
	RepeatCount       int                `json:"repeatCount"`       // "repeat offender": at least … failures
	RepeatDays        int                `json:"repeatDays"`        // … in the last … days
	InactiveDays      int                `json:"inactiveDays"`      // "inactive user": no login in the last … days
	RiskDays          int                `json:"riskDays"`          // the window of a risk level or score that is given none
	SeveralCount      int                `json:"severalCount"`      // "several"
	RateMinimumSent   int                `json:"rateMinimumSent"`   // least number of simulations received for a rate; 0 leaves the tree's own default
	FewCount          int                `json:"fewCount"`          // the number offered for "a few"
	ManyCount         int                `json:"manyCount"`         // the number offered for "many", "often"
	HighRiskIsAtLeast criteria.RiskLevel `json:"highRiskIsAtLeast"` // what "risky" means
	Aliases           []Alias            `json:"aliases"`
}

// Alias is another name for one of the organization's own values: a department, a campaign, a course, a place, a title, a group.
type Alias struct {
	Phrase string `json:"phrase"`
	Value  string `json:"value"` // as the organization writes it
}

// Bounds of a glossary.
const (
	maxDays    = 3660
	maxTimes   = 1000
	maxAliases = 500
	maxPhrase  = 100 // characters
)

// DefaultGlossary gives the product's definitions.
func DefaultGlossary() Glossary {
	return Glossary{
		NewHireDays: 30, RecentDays: 30, RepeatCount: 2, RepeatDays: 90, InactiveDays: 30, RiskDays: criteria.RiskDays,
		SeveralCount: 3, FewCount: 3, ManyCount: 5, HighRiskIsAtLeast: criteria.High,
	}
}

// Validate reports a definition that cannot be, as errs.CodeInvalid.
func (g Glossary) Validate() error {
	for name, days := range map[string]int{
		"newHireDays": g.NewHireDays, "recentDays": g.RecentDays, "repeatDays": g.RepeatDays, "inactiveDays": g.InactiveDays, "riskDays": g.RiskDays,
	} {
		if days < 1 || days > maxDays {
			return errs.New(errs.CodeInvalid, "%s is %d: it must be between 1 and %d", name, days, maxDays)
		}
	}
	for name, count := range map[string]int{
		"repeatCount": g.RepeatCount, "severalCount": g.SeveralCount, "fewCount": g.FewCount, "manyCount": g.ManyCount,
	} {
		if count < 1 || count > maxTimes {
			return errs.New(errs.CodeInvalid, "%s is %d: it must be between 1 and %d", name, count, maxTimes)
		}
	}
	if g.RateMinimumSent < 0 || g.RateMinimumSent > maxTimes {
		return errs.New(errs.CodeInvalid, "rateMinimumSent is %d: it must be between 0 and %d", g.RateMinimumSent, maxTimes)
	}
	if g.HighRiskIsAtLeast != criteria.Medium && g.HighRiskIsAtLeast != criteria.High {
		return errs.New(errs.CodeInvalid, "highRiskIsAtLeast is %q: it must be MEDIUM or HIGH", g.HighRiskIsAtLeast)
	}
	if len(g.Aliases) > maxAliases {
		return errs.New(errs.CodeTooLarge, "%d aliases: at most %d are kept", len(g.Aliases), maxAliases)
	}
	for _, a := range g.Aliases {
		if strings.TrimSpace(a.Phrase) == "" || strings.TrimSpace(a.Value) == "" ||
			utf8.RuneCountInString(a.Phrase) > maxPhrase || utf8.RuneCountInString(a.Value) > criteria.MaxText {
			return errs.New(errs.CodeInvalid, "an alias needs a phrase of 1 to %d characters and a value", maxPhrase)
		}
	}
	return nil
}
