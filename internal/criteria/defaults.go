package criteria

import "math"

// Ends gives the least and the greatest count, both included, with the defaults filled in.
func (c Count) Ends() (low, high int) {
	switch {
	case c.Max != nil:
		return c.Min, *c.Max
	case c.Min == 0:
		return 1, math.MaxInt
	default:
		return c.Min, math.MaxInt
	}
}

// Least gives the least number of simulations received, with the default filled in.
func (r Rate) Least() int {
	if r.MinSent == 0 {
		return DefaultMinSent
	}
	return r.MinSent
}

// Over gives the window of the score, with the default filled in.
func (r Risk) Over() Window {
	if r.Window.IsZero() {
		return Last(RiskDays, Day)
	}
	return r.Window
}

// Ranges gives the score ranges in which the condition holds.
func (r Risk) Ranges() []ScoreRange {
	if r.Score != nil {
		return []ScoreRange{*r.Score}
	}
	ranges := make([]ScoreRange, 0, len(r.Levels))
	for _, level := range r.Levels {
		low, high := level.Scores()
		ranges = append(ranges, ScoreRange{low, high})
	}
	return ranges
}
