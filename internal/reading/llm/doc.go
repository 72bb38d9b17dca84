// Package llm reads descriptions with the help of a language model, behind the grammar of package reading and under the same rules.
//
// The grammar reads first, always. The model is asked only where the grammar is not CLEAR, and never about words that the
// grammar refused as out of scope or that leave open what they mean (03/04/2026, "many"). What the model answers is a
// proposal: a flat list of nodes, each with the words of the description that it was made from. It is believed as far as
// it can be checked:
//
//   - Every quote is in the description, letter for letter. Every id and value is one that was offered.
//   - Every word that carries meaning is in the quote of a node that has what the word says: the value it names, its window, its
//     number, its kind of event. A negation is in a quote of something negated. A quote stretched over words that its node says nothing of
//     does not cover them.
//   - Nothing is wider than the words: no value, event, window or "or" that no word stands for.
//
// What fails a check is told to the model, at most twice. What it still cannot account for leaves its reading incomplete, and an incomplete
// reading is never used. A complete one is NEEDS_REVIEW, never CLEAR.
//
// Nothing about employees leaves the house: e-mail addresses and the names of managers are replaced by placeholders before sending.
//
// When things fail (no connection, an error, too slow, too much, nonsense, asked too often), the grammar's answer stands, with an
// assumption that says so. Read never fails and takes no longer than Limits.Deadline. Errors and logs hold no secret, no address of the
// provider, nothing of the description and nothing that the provider said.
package llm
