package reading_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/internal/reading"
)

// lengths are the lengths of descriptions that are measured, in words.
var lengths = []int{10, 40, 160}

// describing joins golden descriptions to at least so many words, the way in which an administrator would add one group of
// people to another, and answers all of them: every golden description that is understood is in one.
func describing(b *testing.B, words int) []string {
	var all, parts []string
	count := 0
	for _, text := range understood(b) {
		parts = append(parts, text)
		if count += len(strings.Fields(text)); count >= words {
			if joined := strings.Join(parts, "; or "); len([]rune(joined)) <= reading.MaxRunes {
				all = append(all, joined)
			}
			parts, count = nil, 0
		}
	}
	return all
}

// BenchmarkRead reads each of the descriptions of a length in turn, and reports the 95th percentile of one reading.
func BenchmarkRead(b *testing.B) {
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	for _, words := range lengths {
		b.Run(fmt.Sprintf("%d words", words), func(b *testing.B) {
			texts := describing(b, words)
			var took []time.Duration
			for n := 0; b.Loop(); n++ {
				start := time.Now()
				reader.Read(texts[n%len(texts)], now)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Nanoseconds()), "p95-ns")
		})
	}
}

func BenchmarkNewReader(b *testing.B) {
	catalog := company()
	for b.Loop() {
		reading.NewReader(catalog, reading.DefaultGlossary())
	}
}
