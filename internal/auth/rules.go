package auth

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/intercept"
	"muster/ent/organization"
)

// organizationColumn is in every table but that of the organizations themselves.
const organizationColumn = "organization_id"

// errNoScope is a fault of ours, never an answer: whoever lacks a token is turned away long before a query.
var errNoScope = errors.New("auth: neither an identity nor System in the context")

// Install puts the tenant's rules on a client. A client that ent derives from it (in a transaction, in a walk along
// edges) has them too.
func Install(client *ent.Client) {
	client.Intercept(intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		return narrow(ctx, q.Type(), q.WhereP)
	}))
	client.Use(func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			if err := confine(ctx, m); err != nil {
				return nil, err
			}
			return next.Mutate(ctx, m)
		})
	})
}

// narrow adds the organization to a query's, an update's or a delete's conditions.
func narrow(ctx context.Context, entity string, where func(...func(*sql.Selector))) error {
	s, ok := ctx.Value(scopeKey{}).(scope)
	if !ok {
		return fmt.Errorf("%w: %s", errNoScope, entity)
	}
	if s.system {
		return nil
	}
	column := organizationColumn
	if entity == ent.TypeOrganization {
		column = organization.FieldID
	}
	where(func(selector *sql.Selector) {
		selector.Where(sql.EQ(selector.C(column), s.identity.OrganizationID))
	})
	return nil
}

// confine keeps a mutation inside the organization.
func confine(ctx context.Context, m ent.Mutation) error {
	if !m.Op().Is(ent.OpCreate) {
		narrowable, ok := m.(interface{ WhereP(...func(*sql.Selector)) })
		if !ok {
			return fmt.Errorf("auth: %s cannot be narrowed to an organization", m.Type())
		}
		return narrow(ctx, m.Type(), narrowable.WhereP)
	}
	s, ok := ctx.Value(scopeKey{}).(scope)
	if !ok {
		return fmt.Errorf("%w: create %s", errNoScope, m.Type())
	}
	if s.system {
		return nil
	}
	row, ok := m.(interface {
		OrganizationID() (int64, bool)
		SetOrganizationID(int64)
	})
	if !ok {
		return fmt.Errorf("auth: only the system creates an %s", m.Type())
	}
	if id, given := row.OrganizationID(); given && id != s.identity.OrganizationID {
		return fmt.Errorf("auth: create %s for organization %d on behalf of %d", m.Type(), id, s.identity.OrganizationID)
	}
	row.SetOrganizationID(s.identity.OrganizationID)
	return nil
}
