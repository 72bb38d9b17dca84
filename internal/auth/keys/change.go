package keys

import (
	"context"
	"fmt"

	"muster/ent"
	"muster/ent/apikey"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/storage"
)

// Rename gives a key, valid or not, another name. It needs the role ADMIN.
func (s *Service) Rename(ctx context.Context, id int64, name string) (*ent.APIKey, error) {
	if !named(name) {
		return nil, errUnnamed
	}
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, key *ent.APIKey) (*ent.APIKey, error) {
		if key.Name == name {
			return key, nil
		}
		renamed, err := tx.Ent.APIKey.UpdateOne(key).SetName(name).Save(ctx)
		if err != nil {
			return nil, fmt.Errorf("keys: rename: %w", err)
		}
		return renamed, audit.Record(ctx, tx, entry(audit.KeyRenamed, renamed, map[string]any{"from": key.Name}))
	})
}

// Revoke ends a key's validity at once, on every node. Revoking it again changes nothing. It needs the role ADMIN.
//
// A key may revoke itself, unless it is the last that could make another: an organization that locks itself out by a slip
// has nobody to ask. Whoever runs the program may, by the command line, where new ones are made too.
func (s *Service) Revoke(ctx context.Context, id int64) (*ent.APIKey, error) {
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, key *ent.APIKey) (*ent.APIKey, error) {
		if key.RevokedAt != nil {
			return key, nil
		}
		if err := s.checkNotLast(ctx, tx, key); err != nil {
			return nil, err
		}
		revoked, err := tx.Ent.APIKey.UpdateOne(key).SetRevokedAt(s.now().UnixMilli()).Save(ctx)
		if err != nil {
			return nil, fmt.Errorf("keys: revoke: %w", err)
		}
		return revoked, audit.Record(ctx, tx, entry(audit.KeyRevoked, revoked, map[string]any{"role": revoked.Role, "hint": revoked.Hint}))
	})
}

// checkNotLast refuses to end the key that the caller is using where no other key of its kind would be left.
func (s *Service) checkNotLast(ctx context.Context, tx *storage.Tx, key *ent.APIKey) error {
	if who, _ := auth.From(ctx); who.KeyID != key.ID {
		return nil
	}
	unexpired := apikey.Or(apikey.ExpiresAtIsNil(), apikey.ExpiresAtGT(s.now().UnixMilli()))
	another, err := tx.Ent.APIKey.Query().
		Where(apikey.IDNEQ(key.ID), apikey.RoleEQ(apikey.RoleADMIN), apikey.RevokedAtIsNil(), unexpired).Exist(ctx)
	if err != nil {
		return fmt.Errorf("keys: look for another: %w", err)
	}
	if !another {
		return errs.New(errs.CodeState, "this is the organization's last ADMIN key: create another before you revoke it")
	}
	return nil
}

// change works on one key of the caller's organization, beside no other change of its keys: two that revoke each other would
// leave none.
func (s *Service) change(ctx context.Context, id int64, work func(context.Context, *storage.Tx, *ent.APIKey) (*ent.APIKey, error)) (changed *ent.APIKey, err error) {
	who, err := auth.Require(ctx, auth.Admin)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, who.OrganizationID, storage.Exclusive); err != nil {
			return err
		}
		key, err := tx.Ent.APIKey.Get(ctx, id)
		switch {
		case ent.IsNotFound(err):
			return errs.NotFound("key")
		case err != nil:
			return fmt.Errorf("keys: find: %w", err)
		case who.KeyID != 0 && who.KeyID != id:
			if err := s.stillValid(ctx, tx, who.KeyID); err != nil {
				return err
			}
		}
		changed, err = work(ctx, tx, key)
		return err
	})
	return changed, err
}

// stillValid refuses a caller whose own key was revoked between the look at its token and the lock.
func (s *Service) stillValid(ctx context.Context, tx *storage.Tx, id int64) error {
	revoked, err := tx.Ent.APIKey.Query().Where(apikey.ID(id), apikey.RevokedAtNotNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("keys: look at the caller's: %w", err)
	}
	if revoked {
		return errInvalid
	}
	return nil
}

func entry(action audit.Action, key *ent.APIKey, details map[string]any) audit.Entry {
	return audit.Entry{Action: action, Subject: audit.Subject{Kind: audit.APIKey, ID: key.ID, Name: key.Name}, Details: details}
}
