package eval

// Each lets the tests outside the package find the facts that an edge may pass.
func (e Edge) Each(f *Facts, visit func(int64)) { e.each(f, visit) }
