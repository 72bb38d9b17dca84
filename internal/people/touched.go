package people

import (
	"bytes"
	"encoding/json"
	"slices"

	"muster/ent/knownvalue"
	"muster/internal/criteria/eval"
	"muster/internal/membership"
	"muster/internal/vocabulary"
)

// touchedBy says what groups have to be evaluated for: everything for new people, the fields that changed for others.
func touchedBy(created, updated []*person, now int64) membership.Touched {
	var t membership.Touched
	if len(created) > 0 {
		t.Facts = membership.Everything
	}
	for _, p := range updated {
		t.Facts = t.Facts.And(changedFields(p.before, p.after))
	}
	for _, p := range slices.Concat(created, updated) {
		t.Employees = append(t.Employees, p.after.ID)
		if p.after.HiredOn != nil {
			t.Values = append(t.Values, membership.Value{Kind: eval.EmployeeHired, At: int64(*p.after.HiredOn)})
		}
		if p.after.LastLoginAt != nil {
			t.Values = append(t.Values, membership.Value{Kind: eval.EmployeeLogin, At: *p.after.LastLoginAt})
		}
	}
	if len(created) > 0 {
		t.Values = append(t.Values, membership.Value{Kind: eval.EmployeeCreated, At: now})
	}
	return t
}

// changedFields says which fields two states of a profile differ in.
func changedFields(before, after profile) (changed eval.Dependencies) {
	for _, f := range []struct {
		same  bool
		field eval.TextField
	}{
		{before.EmailKey == after.EmailKey, eval.Email},
		{before.NameKey == after.NameKey, eval.Name},
		{before.ExternalKey == after.ExternalKey, eval.ExternalID},
		{before.TitleKey == after.TitleKey, eval.Title},
		{before.ManagerKey == after.ManagerKey, eval.Manager},
		{before.LocationKey == after.LocationKey, eval.Location},
		{before.Country == after.Country, eval.Country},
		{before.Language == after.Language, eval.Language},
		{before.EmployeeType == after.EmployeeType, eval.EmployeeType},
		{before.Status == after.Status, eval.Status},
	} {
		if !f.same {
			changed = changed.And(eval.OnText(f.field))
		}
	}
	if !equal(before.DepartmentID, after.DepartmentID) {
		changed = changed.And(eval.OnFields(eval.OwnDepartment))
	}
	if !equal(before.HiredOn, after.HiredOn) {
		changed = changed.And(eval.OnFields(eval.HiredOn))
	}
	if !equal(before.LastLoginAt, after.LastLoginAt) {
		changed = changed.And(eval.OnFields(eval.LastLoginAt))
	}
	if !bytes.Equal(before.AttributesKey, after.AttributesKey) {
		changed = changed.And(eval.OnFields(eval.Attributes))
	}
	return changed
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// wordsOf gives the values of the people's profiles, against which descriptions are matched.
func wordsOf(people []*person) (words vocabulary.Values) {
	for _, p := range people {
		words.Add(knownvalue.FieldTITLE, text(p.after.Title))
		words.Add(knownvalue.FieldLOCATION, text(p.after.Location))
		words.Add(knownvalue.FieldCOUNTRY, p.after.Country)
		words.Add(knownvalue.FieldLANGUAGE, p.after.Language)
		words.Add(knownvalue.FieldMANAGER, p.after.ManagerKey)
		var attributes map[string]any
		if json.Unmarshal(p.after.Attributes, &attributes) != nil {
			continue // it was marshalled from such a map
		}
		for name, value := range attributes {
			words.AddAttribute(name, value)
		}
	}
	return words
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
