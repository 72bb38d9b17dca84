package eval

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSubjects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set subjects
		want := map[uint16]bool{}
		for _, ordinal := range rapid.SliceOf(rapid.Uint16Range(0, 2000)).Draw(t, "ordinals") {
			set.add(ordinal)
			want[ordinal] = true
		}
		require.Equal(t, len(want), set.count())
		for ordinal := range uint16(2100) {
			require.Equal(t, want[ordinal], set.has(ordinal))
		}
	})
}

func TestArrangeNumbersManySubjects(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	list := make([]Event, 5000)
	for i := range list {
		list[i] = Event{Subject: r.Int64N(900), Type: uint8(r.IntN(4))}
	}
	numbers, subjectOf := map[int64]uint16{}, map[uint16]int64{}
	for _, e := range Arrange(list).list {
		if known, found := numbers[e.Subject]; found {
			require.Equal(t, known, e.ordinal)
		}
		if other, found := subjectOf[e.ordinal]; found {
			require.Equal(t, other, e.Subject)
		}
		numbers[e.Subject], subjectOf[e.ordinal] = e.ordinal, e.Subject
	}
	require.Len(t, subjectOf, len(numbers))
}
