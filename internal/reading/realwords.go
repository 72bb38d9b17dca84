package reading

import (
	"strings"
	"sync"
)

// realWords are words that a description can hold, that are no part of the lexicon and no typos of it either.
var realWords = sync.OnceValue(func() map[string]bool {
	body, err := lexiconFiles.ReadFile("lexicon/words.txt")
	if err != nil {
		panic(err)
	}
	set := map[string]bool{}
	for line := range strings.SplitSeq(string(body), "\n") {
		if !strings.HasPrefix(line, "#") {
			for word := range strings.FieldsSeq(line) {
				set[word] = true
			}
		}
	}
	return set
})
