package llm

import (
	"slices"
	"strings"
	"unicode/utf8"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// Codes of issues that come of asking a model; part of the API, beside those of package reading.
const (
	CodeModelUnavailable = "model_unavailable" // the model gave no answer: the grammar's stands
	CodeModelRejected    = "model_rejected"    // what the model answered failed the checks: the grammar's answer stands
	CodeModelDisagrees   = "model_disagrees"   // grammar and model read different things: the candidate is the other reading
	CodeModelReading     = "model_reading"     // the model's reading stands; the candidate, if any, is the grammar's draft
)

// settled are the codes of issues that the words themselves leave open or rule out: nobody may choose for the administrator.
var settled = []string{
	reading.CodeOutOfScope, reading.CodeTooLong, reading.CodeDateOrder, reading.CodeVagueQuantity, reading.CodeContradiction,
}

// askable tells whether a model could add anything to the grammar's reading.
func askable(first reading.Reading, marks []reading.Mark) bool {
	if first.Status == reading.Clear || slices.ContainsFunc(first.Unresolved, func(i reading.Issue) bool { return slices.Contains(settled, i.Code) }) {
		return false
	}
	return slices.ContainsFunc(marks, func(m reading.Mark) bool { return !m.Small })
}

// warned adds to the grammar's reading why there is none of the model.
func warned(first reading.Reading, f *failure) reading.Reading {
	first.Assumptions = append(slices.Clone(first.Assumptions), reading.Issue{
		Code: f.code, Message: "This was read without the help of the model: " + f.reason + ".",
	})
	return first
}

// combined gives what both readings come to. The grammar's tree stays unless it is not complete and the model's is.
func combined(first, second reading.Reading, description string, names names) reading.Reading {
	if second.Status != reading.NeedsReview {
		return first
	}
	whole := reading.Issue{Text: description, End: utf8.RuneCountInString(description)}
	if first.Status == reading.NeedsReview {
		if text(criteria.Canonical(*first.Tree)) == text(*second.Tree) {
			return first
		}
		whole.Code, whole.Candidates = CodeModelDisagrees, []string{criteria.Readback(*second.Tree, names, first.Language)}
		whole.Message = "The model read this differently. Choose between the two readings."
		first.Assumptions = append(slices.Clone(first.Assumptions), whole)
		return first
	}
	var unread []string
	for _, i := range first.Unresolved {
		unread = append(unread, `"`+i.Text+`"`)
	}
	whole.Code, whole.Message = CodeModelReading, "Read by the model, since the program itself did not understand "+strings.Join(unread, ", ")+". Look at how it reads back."
	if first.Tree != nil {
		whole.Candidates = []string{criteria.Readback(*first.Tree, names, first.Language)}
	}
	second.Language = first.Language
	second.Assumptions = append([]reading.Issue{whole}, second.Assumptions...)
	return second
}
