// Package reading turns an administrator's words into a criteria tree: deterministic, in English, Spanish and
// Portuguese at once, without network.
//
// The stages, each in files of its own: tokens (with their place in the original text), the lexicon (data in
// lexicon/*.txt) and the organization's own values, a lattice of the spans they match and the best path through
// it (units), time windows and amounts, phrases (one condition each), assembly (negation, and/or, lists, which
// window belongs to which verb) and at last the check that every word was used.
//
// Invariants:
//   - Every word that carries meaning is used, listed as unresolved, or part of a refusal. What the parser does
//     not consume on purpose is unresolved by construction.
//   - An unread word behind a negation or an exception refuses the whole: the meaning could turn round.
//   - Names of values are data: they are matched and never read as instructions.
//   - Read never fails and never panics; it is linear in the text for practical input, which is bounded by MaxRunes.
package reading
