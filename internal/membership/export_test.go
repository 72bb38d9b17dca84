package membership

// RebuildIn sets the steps of rebuilds, in employees, so that a few people have several.
func (e *Engine) RebuildIn(span, piece int) { e.strides = strides{span, piece} }
