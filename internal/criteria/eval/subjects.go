package eval

import "math/bits"

// subjects is a set of campaigns or courses of one employee, by their ordinals. The first 256 need no memory.
type subjects struct {
	low  [4]uint64
	high []uint64
}

func (s *subjects) add(ordinal uint16) {
	word := int(ordinal >> 6)
	if word < len(s.low) {
		s.low[word] |= 1 << (ordinal & 63)
		return
	}
	word -= len(s.low)
	for len(s.high) <= word {
		s.high = append(s.high, 0)
	}
	s.high[word] |= 1 << (ordinal & 63)
}

func (s *subjects) has(ordinal uint16) bool {
	word := int(ordinal >> 6)
	if word < len(s.low) {
		return s.low[word]>>(ordinal&63)&1 != 0
	}
	word -= len(s.low)
	return word < len(s.high) && s.high[word]>>(ordinal&63)&1 != 0
}

func (s *subjects) count() int {
	n := bits.OnesCount64(s.low[0]) + bits.OnesCount64(s.low[1]) + bits.OnesCount64(s.low[2]) + bits.OnesCount64(s.low[3])
	for _, word := range s.high {
		n += bits.OnesCount64(word)
	}
	return n
}
