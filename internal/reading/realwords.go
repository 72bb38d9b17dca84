package reading

// isRealWord tells whether an unknown word is a word of its own and no typo, though it is near a word of the lexicon.
func isRealWord(word string) bool { return realWords[word] }

var realWords = map[string]bool{}
