package criteriatest

import (
	"fmt"

	"pgregory.net/rapid"

	"muster/internal/criteria"
)

const (
	mostConditions = 10
	mostLevels     = 4
)

// Tree draws a valid tree over the world.
func Tree(w World) *rapid.Generator[criteria.Tree] { return tree(w, mostConditions, mostLevels) }

// LargeTree draws a valid tree over the world that may have as many conditions and levels as any.
func LargeTree(w World) *rapid.Generator[criteria.Tree] {
	return tree(w, criteria.MaxConditions, criteria.MaxDepth-1) // a count of none is a level too
}

func tree(w World, conditions, levels int) *rapid.Generator[criteria.Tree] {
	return rapid.Custom(func(t *rapid.T) criteria.Tree {
		d := drawing{T: t, world: w, left: conditions, levels: levels}
		return criteria.Tree{Root: d.node(0)}
	})
}

// Condition draws a valid node without nodes below it.
func Condition(w World) *rapid.Generator[criteria.Node] {
	return rapid.Custom(func(t *rapid.T) criteria.Node {
		d := drawing{T: t, world: w}
		return d.condition()
	})
}

// Window draws a valid window; instants tells whether it is for a field that holds instants or days.
func Window(w World, instants bool) *rapid.Generator[criteria.Window] {
	return rapid.Custom(func(t *rapid.T) criteria.Window {
		d := drawing{T: t, world: w}
		return d.window(instants)
	})
}

// drawing is one tree being drawn.
type drawing struct {
	*rapid.T
	world  World
	left   int // conditions that may still be drawn
	levels int
}

func (d *drawing) node(level int) criteria.Node {
	kind := "condition"
	if level < d.levels && d.left > 1 {
		kind = pick(d, "node", []string{"allOf", "condition", "anyOf", "condition", "not"})
	}
	switch kind {
	case "allOf":
		return criteria.AllOf{Of: d.nodes(0, level)}
	case "anyOf":
		return criteria.AnyOf{Of: d.nodes(1, level)}
	case "not":
		return criteria.Not{Of: d.node(level + 1)}
	}
	d.left--
	return d.condition()
}

func (d *drawing) nodes(least, level int) []criteria.Node {
	nodes := []criteria.Node{}
	for n := d.between("nodes", least, 4); len(nodes) < n && (d.left > 0 || len(nodes) < least); {
		nodes = append(nodes, d.node(level+1))
	}
	if len(nodes) == 0 {
		d.left--
	}
	return nodes
}

// The few ways to choose, so that what is drawn reads well.

func pick[T any](d *drawing, label string, of []T) T { return rapid.SampledFrom(of).Draw(d.T, label) }

// some draws a list of at least so many of the values, in any order and with doubles.
func some[T any](d *drawing, label string, least int, of []T) []T {
	if len(of) == 0 {
		return nil
	}
	list := rapid.SliceOfN(rapid.SampledFrom(of), least, 3).Draw(d.T, label)
	if len(list) == 0 {
		return nil
	}
	return list
}

func (d *drawing) between(label string, low, high int) int {
	return rapid.IntRange(low, high).Draw(d.T, label)
}

func (d *drawing) chance(label string) bool { return rapid.Bool().Draw(d.T, label) }

func (d *drawing) mustBeValid(n criteria.Node) criteria.Node {
	if err := (criteria.Tree{Root: n}).Validate(); err != nil {
		panic(fmt.Sprintf("criteriatest drew an invalid condition: %v", err))
	}
	return n
}
