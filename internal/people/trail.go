package people

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"muster/ent"
	"muster/ent/department"
	entemployee "muster/ent/employee"
	"muster/internal/audit"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// record writes into the audit log who came and what changed about whom. That somebody logged in is a fact about them, like an event,
// and no change of their profile.
func (u *upsert) record(ctx context.Context, created, updated []*person) error {
	entries := make([]audit.Entry, 0, len(created)+len(updated))
	for _, p := range created {
		entries = append(entries, audit.Entry{
			Action: audit.EmployeeCreated, Subject: subject(p.after.ID, p.after.Email), Details: map[string]any{"name": p.after.Name},
		})
	}
	paths, err := u.paths(ctx, updated)
	if err != nil {
		return err
	}
	for _, p := range updated {
		if p.before.Status != p.after.Status {
			entries = append(entries, audit.Entry{Action: statusAction(p.after.Status), Subject: subject(p.after.ID, p.after.Email)})
		}
		changes, err := changesOf(p, paths)
		if err != nil {
			return err
		}
		if len(changes) > 0 {
			entries = append(entries, audit.Entry{
				Action: audit.EmployeeChanged, Subject: subject(p.after.ID, p.after.Email), Details: map[string]any{"changes": changes},
			})
		}
	}
	return audit.Record(ctx, u.tx, entries...)
}

func subject(id int64, email string) audit.Subject {
	return audit.Subject{Kind: audit.Employee, ID: id, Name: email}
}

func statusAction(status string) audit.Action {
	if status == string(entemployee.StatusDISABLED) {
		return audit.EmployeeDisabled
	}
	return audit.EmployeeEnabled
}

// audited is a profile as the audit log shows it: the fields by the API's names, as they were given.
type audited struct {
	Email        string         `json:"email"`
	Name         string         `json:"name"`
	ExternalID   *string        `json:"externalId"`
	Title        *string        `json:"title"`
	Department   string         `json:"department"`
	ManagerEmail string         `json:"managerEmail"`
	Location     *string        `json:"location"`
	Country      string         `json:"country"`
	Language     string         `json:"language"`
	EmployeeType string         `json:"employeeType"`
	HiredOn      *criteria.Date `json:"hiredOn"`
}

func auditedOf(p profile, paths map[int64]string) audited {
	shown := audited{
		Email: p.Email, Name: p.Name, ExternalID: p.ExternalID, Title: p.Title, ManagerEmail: p.ManagerKey, Location: p.Location,
		Country: p.Country, Language: p.Language, EmployeeType: p.EmployeeType,
	}
	if p.DepartmentID != nil {
		shown.Department = paths[*p.DepartmentID]
	}
	if p.HiredOn != nil {
		shown.HiredOn = new(criteria.Date(*p.HiredOn))
	}
	return shown
}

// changesOf gives the fields that differ, with both values; custom attributes one by one.
func changesOf(p *person, paths map[int64]string) (map[string]audit.Change, error) {
	changes, err := audit.Changes(auditedOf(p.before, paths), auditedOf(p.after, paths))
	if err != nil || bytes.Equal(p.before.Attributes, p.after.Attributes) {
		return changes, err
	}
	attributes, err := audit.Changes(p.before.Attributes, p.after.Attributes)
	for name, change := range attributes {
		changes["attributes."+name] = change
	}
	return changes, err
}

// paths names the departments that people came from and went to.
func (u *upsert) paths(ctx context.Context, updated []*person) (map[int64]string, error) {
	moved := map[int64]bool{}
	for _, p := range updated {
		for _, id := range []*int64{p.before.DepartmentID, p.after.DepartmentID} {
			if id != nil && !equal(p.before.DepartmentID, p.after.DepartmentID) {
				moved[*id] = true
			}
		}
	}
	found, err := storage.InChunks(slices.Sorted(maps.Keys(moved)), func(ids []int64) ([]*ent.Department, error) {
		return u.tx.Ent.Department.Query().Where(department.IDIn(ids...)).All(ctx)
	})
	paths := make(map[int64]string, len(found))
	for _, d := range found {
		paths[d.ID] = d.Path
	}
	return paths, err
}
