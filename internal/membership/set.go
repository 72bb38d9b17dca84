package membership

import (
	"iter"
	"math/bits"
)

// set is a set of an organization's live groups, by their places in live.groups.
type set []uint64

func (l *live) newSet() set { return make(set, (len(l.groups)+63)/64) }

func (s set) add(place int) { s[place/64] |= 1 << (place % 64) }

func (s set) has(place int) bool { return s[place/64]>>(place%64)&1 != 0 }

// join adds the other's.
func (s set) join(other set) {
	for i, word := range other {
		s[i] |= word
	}
}

// keep removes what is not in the other.
func (s set) keep(other set) {
	for i, word := range other {
		s[i] &= word
	}
}

// meets tells whether the two have a group in common.
func (s set) meets(other set) bool {
	for i, word := range other {
		if s[i]&word != 0 {
			return true
		}
	}
	return false
}

func (s set) empty() bool {
	for _, word := range s {
		if word != 0 {
			return false
		}
	}
	return true
}

// places gives them in their order.
func (s set) places() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(i*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
