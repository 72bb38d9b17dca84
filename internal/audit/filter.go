package audit

import (
	"slices"
	"time"

	"muster/ent/auditentry"
	"muster/ent/predicate"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/ids"
)

// Filter narrows the log down; what is nil or empty narrows nothing.
type Filter struct {
	Actor   *string     `json:"actor,omitempty"` // a key's public id
	Source  auth.Source `json:"source,omitempty"`
	Actions []Action    `json:"actions,omitempty"`
	Subject *string     `json:"subject,omitempty"` // a public id
	From    *time.Time  `json:"from,omitempty"`    // inclusive, to the millisecond
	Until   *time.Time  `json:"until,omitempty"`   // exclusive
}

// maxActions bounds a filter.
const maxActions = 50

// kinds are those whose rows have public ids.
var kinds = map[ids.Kind]Kind{
	ids.Employee: Employee, ids.Department: Department, ids.Group: Group, ids.APIKey: APIKey, ids.Import: Import, ids.Organization: Organization,
}

// SubjectID gives the public id of what an entry is about, nil where it has none.
func SubjectID(kind string, id *int64) *string {
	if id == nil {
		return nil
	}
	for prefix, k := range kinds {
		if string(k) == kind {
			return new(ids.Format(prefix, *id))
		}
	}
	return nil
}

// Validate reports what is wrong with the filter, as errs.CodeInvalid.
func (f Filter) Validate() error {
	if f.Source != "" && !slices.Contains(auth.Sources, f.Source) {
		return errs.New(errs.CodeInvalid, "source: %.40q is none of %v", string(f.Source), auth.Sources)
	}
	if len(f.Actions) > maxActions {
		return errs.New(errs.CodeInvalid, "actions: at most %d at once", maxActions)
	}
	for _, action := range f.Actions {
		if !slices.Contains(Actions, action) {
			return errs.New(errs.CodeInvalid, "action: %.40q is not known", string(action))
		}
	}
	if f.From != nil && f.Until != nil && f.Until.Before(*f.From) {
		return errs.New(errs.CodeInvalid, "until is before from")
	}
	return nil
}

// Conditions gives the filter for a query. An id that is none, or of something that entries are not about, finds nothing.
func (f Filter) Conditions() []predicate.AuditEntry {
	var all []predicate.AuditEntry
	if f.Actor != nil {
		key, _ := ids.Parse(ids.APIKey, *f.Actor)
		all = append(all, auditentry.ActorID(key))
	}
	if f.Source != "" {
		all = append(all, auditentry.SourceEQ(auditentry.Source(f.Source)))
	}
	if len(f.Actions) > 0 {
		names := make([]string, len(f.Actions))
		for i, action := range f.Actions {
			names[i] = string(action)
		}
		all = append(all, auditentry.ActionIn(names...))
	}
	if f.Subject != nil {
		prefix, id, _ := ids.Split(*f.Subject)
		all = append(all, auditentry.SubjectKind(string(kinds[prefix])), auditentry.SubjectID(id))
	}
	if f.From != nil {
		all = append(all, auditentry.AtGTE(f.From.UnixMilli()))
	}
	if f.Until != nil {
		all = append(all, auditentry.AtLT(f.Until.UnixMilli()))
	}
	return all
}
