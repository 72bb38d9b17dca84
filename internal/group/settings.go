package group

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"muster/ent"
	"muster/ent/course"
	entgroup "muster/ent/group"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/storage"
)

// Retentions are how long, in months, a failure can keep somebody in Phished Users; 0: for ever.
var Retentions = []int{0, 1, 3, 6, 12}

// maxCourse bounds a course's name, in characters, as those of training events are.
const maxCourse = 200

// Settings is what an administrator can change about the organization; what is nil stays as it is.
type Settings struct {
	Timezone  *string // an IANA name
	Retention *int    // one of Retentions
	// FollowUpCourse is the course, by its name or its id, that those in Phished Users are to take; "": none. A course that nobody has
	// been enrolled in yet is known by its name alone.
	FollowUpCourse *string
}

// settings are the organization's, as the audit log shows them.
type settings struct {
	Timezone        string  `json:"timezone"`
	RetentionMonths int     `json:"retentionMonths"`
	FollowUpCourse  *string `json:"followUpCourse"`
}

func settingsOf(o *ent.Organization) settings {
	return settings{Timezone: o.Timezone, RetentionMonths: o.RetentionMonths, FollowUpCourse: o.FollowUpCourse}
}

// Validate reports what is wrong with the settings, as errs.CodeInvalid.
func (in Settings) Validate() error {
	if in.Retention != nil && !slices.Contains(Retentions, *in.Retention) {
		return errs.New(errs.CodeInvalid, "the retention is one of %v months, 0 meaning for ever", Retentions)
	}
	if in.Timezone != nil {
		// Local is whatever the machine is set to, and not a place.
		if _, err := time.LoadLocation(*in.Timezone); err != nil || *in.Timezone == "" || *in.Timezone == "Local" {
			return errs.New(errs.CodeInvalid, "%.60q is not the IANA name of a time zone, such as Europe/Madrid", *in.Timezone)
		}
	}
	return nil
}

// ChangeSettings changes the organization's settings. Groups follow in the same transaction: Phished Users a change of the retention, and
// every group with criteria a change of the time zone, with which all days and months begin at other instants. It needs the role ADMIN.
// Errors: INVALID, NOT_FOUND for a course's id.
func (s *Service) ChangeSettings(ctx context.Context, in Settings) (changed *ent.Organization, err error) {
	who, err := auth.Require(ctx, auth.Admin)
	if err != nil {
		return nil, err
	}
	if err := in.Validate(); err != nil {
		return nil, err
	}
	change := func(ctx context.Context, tx *storage.Tx) (before *ent.Organization, err error) {
		if before, err = tx.Ent.Organization.Get(ctx, who.OrganizationID); err != nil {
			return nil, err
		}
		changed, err = s.storeSettings(ctx, tx, before, in)
		return before, err
	}
	rezoned, err := s.rezoned(ctx, who.OrganizationID, in)
	if err != nil {
		return nil, err
	}
	if rezoned {
		err = s.engine.RebuildWith(ctx, who.OrganizationID, func(ctx context.Context, tx *storage.Tx) error {
			before, err := change(ctx, tx)
			if err != nil || before.RetentionMonths == changed.RetentionMonths {
				return err
			}
			_, _, err = s.retain(ctx, tx, changed)
			return err
		})
		return changed, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, who.OrganizationID, storage.Exclusive); err != nil {
			return err
		}
		before, err := change(ctx, tx)
		if err != nil || before.RetentionMonths == changed.RetentionMonths {
			return err
		}
		g, tree, err := s.retain(ctx, tx, changed)
		if err != nil {
			return err
		}
		return s.engine.Swap(ctx, tx, g, tree)
	})
	return changed, err
}

// rezoned says whether the time zone is to be another one: groups are not evaluated anew for nothing.
func (s *Service) rezoned(ctx context.Context, organization int64, in Settings) (bool, error) {
	if in.Timezone == nil {
		return false, nil
	}
	present, err := s.db.Read(ctx).Organization.Get(ctx, organization)
	return err == nil && present.Timezone != *in.Timezone, err
}

// storeSettings writes what changes, and says so in the audit log.
func (s *Service) storeSettings(ctx context.Context, tx *storage.Tx, before *ent.Organization, in Settings) (*ent.Organization, error) {
	update := tx.Ent.Organization.UpdateOne(before).SetName(before.Name) // ent refuses a change of nothing
	if in.Timezone != nil {
		update.SetTimezone(*in.Timezone)
	}
	if in.Retention != nil {
		update.SetRetentionMonths(*in.Retention)
	}
	if in.FollowUpCourse != nil {
		name, err := courseNamed(ctx, tx, *in.FollowUpCourse)
		if err != nil {
			return nil, err
		}
		update.SetFollowUpCourse(name)
		if name == "" {
			update.ClearFollowUpCourse()
		}
	}
	after, err := update.Save(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := audit.Changes(settingsOf(before), settingsOf(after))
	if err != nil || len(changes) == 0 {
		return after, err
	}
	return after, audit.Record(ctx, tx, audit.Entry{
		Action: audit.SettingsChanged, Subject: audit.Subject{Kind: audit.Organization, ID: after.ID, Name: after.Name},
		Details: details{"changes": changes},
	})
}

// courseNamed gives the name of the course that a name or an id means, as the course itself has it where it is known.
func courseNamed(ctx context.Context, tx *storage.Tx, reference string) (string, error) {
	if reference == "" {
		return "", nil
	}
	reference, err := text("the course", reference, maxCourse)
	if err != nil {
		return "", err
	}
	where := course.NameKey(criteria.Fold(reference))
	id, byID := ids.Parse(ids.Course, reference)
	if byID {
		where = course.ID(id)
	}
	known, err := tx.Ent.Course.Query().Where(where).Only(ctx)
	switch {
	case ent.IsNotFound(err) && byID:
		return "", errs.NotFound("course")
	case ent.IsNotFound(err):
		return reference, nil
	case err != nil:
		return "", err
	}
	return known.Name, nil
}

// retain gives Phished Users the criteria of the organization's retention, as a new version; the members are left to the caller.
func (s *Service) retain(ctx context.Context, tx *storage.Tx, o *ent.Organization) (*ent.Group, criteria.Tree, error) {
	tree := phished(o.RetentionMonths)
	text, err := json.Marshal(tree)
	if err != nil {
		return nil, tree, err
	}
	g, err := tx.Ent.Group.Query().Where(entgroup.KindEQ(entgroup.KindSYSTEM), entgroup.Name(phishedUsers)).Only(ctx)
	if err != nil {
		return nil, tree, err
	}
	if g, err = tx.Ent.Group.UpdateOne(g).SetCriteria(text).SetUpdatedAt(s.instant()).Save(ctx); err != nil {
		return nil, tree, err
	}
	s.engine.GroupUpdated(tx, g.OrganizationID, g.ID, g.Version)
	return g, tree, tx.Ent.CriteriaVersion.Create().SetOrganizationID(g.OrganizationID).SetGroupID(g.ID).SetDescription("").
		SetCriteria(text).SetCreatedAt(s.instant()).SetCreatedBy(auth.Name(ctx)).Exec(ctx)
}
