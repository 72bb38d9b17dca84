package reading_test

import (
	"strings"
	"testing"
	"time"

	"muster/internal/reading"
)

// No text makes the reader panic, run long, or give a tree that is not valid.
func FuzzRead(f *testing.F) {
	for _, text := range understood(f)[:200] {
		f.Add(text)
	}
	for _, text := range []string{
		"", "\x00", "\xff\xfe", "((((((((((", "not not not not", "except except", "\"", "'", "1/2/3/4", strings.Repeat("or ", 300),
		strings.Repeat("(", 900), strings.Repeat("clicked and ", 80), "no no no no clicks", "since since since", "between between 2 and and 3",
		"a\u0301\u0301\u0301", "😀 clicked", "clicked\n\n- \n- ", "2026-02-30", "last last last 30 30 days days",
	} {
		f.Add(text)
	}
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		r := reader.Read(text, now)
		if took := time.Since(start); took > 2*time.Second {
			t.Fatalf("%v for %q", took, text)
		}
		if (r.Tree == nil) != (r.Status == reading.Refused) {
			t.Fatalf("%s with tree %v for %q", r.Status, r.Tree, text)
		}
		if r.Tree != nil {
			if err := r.Tree.Validate(); err != nil {
				t.Fatalf("%v for %q", err, text)
			}
		}
		runes := []rune(text)
		for _, issue := range append(r.Unresolved, r.Assumptions...) {
			if issue.Start < 0 || issue.End < issue.Start || issue.End > len(runes) {
				t.Fatalf("span %d–%d of %d for %q", issue.Start, issue.End, len(runes), text)
			}
		}
	})
}
