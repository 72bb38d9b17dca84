package group

import (
	"context"
	"encoding/json"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/group/action"
	"muster/internal/reading"
	"muster/internal/storage"
)

// Redescribe gives a smart group new words. The new criteria are made in the background, while the present ones keep serving, and
// swapped in at once; exclusions stay. A FAILED group, which serves nobody, is generated anew.
func (s *Service) Redescribe(ctx context.Context, id int64, description string) (*ent.Group, error) {
	description, err := text("the description", description, maxDescription)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := action.Edit.Check(ctx, g); err != nil {
			return err
		}
		update := tx.Ent.Group.UpdateOne(g).SetUpdatedAt(s.instant()).ClearFailureCode().ClearFailureMessage()
		if g.Status == entgroup.StatusFAILED {
			update = update.SetStatus(entgroup.StatusGENERATING).SetDescription(description).ClearInterpretation().ClearCriteria()
		} else {
			pending, err := json.Marshal(Pending{Description: description})
			if err != nil {
				return err
			}
			update = update.SetPending(pending)
		}
		if err := update.Exec(ctx); err != nil {
			return err
		}
		if err := record(ctx, tx, g, audit.GroupRedescribed, details{"from": g.Description, "to": description}); err != nil {
			return err
		}
		return s.jobs.Enqueue(ctx, tx, GenerateArgs{OrganizationID: g.OrganizationID, GroupID: g.ID, Author: auth.Name(ctx)})
	})
}

// generatePending reads the new words and swaps criteria and members in one transaction. Refused words leave the group as it
// was and say why in its failure. Words that were replaced meanwhile are left to the job that came with their replacement.
func (s *Service) generatePending(ctx context.Context, g *ent.Group, author string) error {
	pending, err := stored[Pending](g, "pending", g.Pending)
	if err != nil {
		return err
	}
	result, err := s.Interpret(ctx, g.OrganizationID, pending.Description)
	if err != nil {
		return err
	}
	return s.onGroup(ctx, g, func(ctx context.Context, tx *storage.Tx, now *ent.Group) error {
		if string(now.Pending) != string(g.Pending) {
			return nil
		}
		if result.Status == reading.Refused {
			return s.keep(ctx, tx, now, string(reading.Refused), result.Message)
		}
		if err := s.standing(ctx, *result.Tree); err != nil {
			return err
		}
		path, err := cycle(ctx, tx, now, *result.Tree)
		if err != nil {
			return err
		}
		if path != "" {
			return s.keep(ctx, tx, now, string(errs.CodeConflict), "the group would be part of its own criteria: "+path)
		}
		if now, err = s.adopt(ctx, tx, now, result, pending.Description, author); err != nil {
			return err
		}
		if err := s.engine.Swap(ctx, tx, now, *result.Tree); err != nil {
			return err
		}
		if err := record(ctx, tx, now, audit.GroupGenerated, generated(result, author)); err != nil {
			return err
		}
		return s.announce(ctx, tx, now, noticeReady, "Your group is ready to go!")
	})
}

// keep ends a redescription that came to nothing: the group stays what it is, and says why.
func (s *Service) keep(ctx context.Context, tx *storage.Tx, g *ent.Group, code, message string) error {
	err := tx.Ent.Group.UpdateOne(g).ClearPending().SetFailureCode(code).SetFailureMessage(message).Exec(ctx)
	if err != nil {
		return err
	}
	if err := record(ctx, tx, g, audit.GenerationFailed, details{"code": code, "message": message}); err != nil {
		return err
	}
	return s.announce(ctx, tx, g, noticeFailed, message)
}
