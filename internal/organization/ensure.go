package organization

import (
	"context"
	"fmt"

	"muster/ent"
	"muster/ent/organization"
	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/storage"
)

// Ensure gives the oldest organization of the name, and founds it, with a first key, where there is none. Nodes that do
// so at the same time find the same one. The token is that of the key; empty where none was made.
func (s *Service) Ensure(ctx context.Context, in Input, key keys.Input) (found *ent.Organization, token string, err error) {
	err = s.db.InTx(auth.System(ctx), func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, everywhere, storage.Exclusive); err != nil {
			return err
		}
		found, err = tx.Ent.Organization.Query().Where(organization.Name(in.Name)).Order(organization.ByID()).First(ctx)
		if ent.IsNotFound(err) {
			found, token, err = s.found(ctx, tx, in, key)
			return err
		}
		if err != nil {
			return fmt.Errorf("organization: look for %q: %w", in.Name, err)
		}
		return nil
	})
	return found, token, err
}
