package criteria

// canonical gives the window with its end as To wherever To can say it, and without an end that now always comes before.
func (w Window) canonical(instants bool) Window {
	if w.Through != nil {
		if to := w.Through.after(instants); to != nil {
			w.To, w.Through = to, nil
		}
	}
	if w.To != nil && w.To.Period != nil && w.To.Period.Offset > 0 {
		w.To = nil
	}
	return w
}

// after gives the bound that as To ends a window where this one does as Through, nil where there is none.
func (b Bound) after(instants bool) *Bound {
	switch {
	case b.Ago != nil && instants:
		return &b // they end alike, see Window
	case b.Date != nil && *b.Date < MaxDate:
		next := *b.Date + 1
		return &Bound{Date: &next}
	case b.Period != nil:
		return &Bound{Period: &Period{Day, b.Period.Offset + 1}}
	case b.Recent != nil && b.Recent.Plus == nil:
		return &Bound{Recent: &Recent{b.Recent.Month, b.Recent.Day, &Span{1, Day}}}
	case b.Recent != nil && b.Recent.Plus.Unit == Day && b.Recent.Plus.N < MaxSpan:
		return &Bound{Recent: &Recent{b.Recent.Month, b.Recent.Day, &Span{b.Recent.Plus.N + 1, Day}}}
	}
	return nil
}
