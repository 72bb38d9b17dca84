package reading

import "muster/internal/criteria"

// Glossary holds what an organization's vague words mean.
type Glossary struct {
	NewHireDays       int                // "new hire": hired in the last … days
	RecentDays        int                // "recent", "recently", "lately"
	RepeatCount       int                // "repeat offender": at least … failures
	RepeatDays        int                // … in the last … days
	InactiveDays      int                // "inactive user": no login in the last … days
	SeveralCount      int                // "several"
	RateMinimumSent   int                // least number of simulations received for a rate; 0 leaves the tree's own default
	FewCount          int                // the number offered for "a few"
	ManyCount         int                // the number offered for "many", "often"
	HighRiskIsAtLeast criteria.RiskLevel // what "risky" means
}

// DefaultGlossary gives the product's definitions.
func DefaultGlossary() Glossary {
	return Glossary{
		NewHireDays: 30, RecentDays: 30, RepeatCount: 2, RepeatDays: 90, InactiveDays: 30,
		SeveralCount: 3, FewCount: 3, ManyCount: 5, HighRiskIsAtLeast: criteria.High,
	}
}
