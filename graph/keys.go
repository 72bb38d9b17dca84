package graph

import (
	"context"

	"muster/ent"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/auth"
	apikeys "muster/internal/auth/keys"
	"muster/internal/group"
	"muster/internal/ids"
)

func (q query) APIKeys(ctx context.Context, first *int, after *string) (*model.APIKeyConnection, error) {
	return pageOf(ctx, q.client(ctx).APIKey.Query(), keysNewestFirst, connection.Args{First: first, After: after})
}

func (keys) ID(_ context.Context, k *ent.APIKey) (string, error) {
	return ids.Format(ids.APIKey, k.ID), nil
}

func (keys) Role(_ context.Context, k *ent.APIKey) (auth.Role, error) { return auth.Role(k.Role), nil }

func (r keys) Valid(_ context.Context, k *ent.APIKey) (bool, error) {
	return k.RevokedAt == nil && (k.ExpiresAt == nil || *k.ExpiresAt > r.Now().UnixMilli()), nil
}

func (keys) Current(ctx context.Context, k *ent.APIKey) (bool, error) {
	who, _ := auth.From(ctx)
	return who.KeyID == k.ID, nil
}

func (m mutation) CreateAPIKey(ctx context.Context, in model.CreateAPIKeyInput) (*model.CreateAPIKeyPayload, error) {
	token, key, err := m.Keys.Create(ctx, apikeys.Input{Name: in.Name, Role: in.Role, ExpiresAt: in.ExpiresAt})
	if err != nil {
		return nil, err
	}
	return &model.CreateAPIKeyPayload{Key: key, Token: token}, nil
}

func (m mutation) RenameAPIKey(ctx context.Context, in model.RenameAPIKeyInput) (*model.RenameAPIKeyPayload, error) {
	key, err := m.Keys.Rename(ctx, number(ids.APIKey, in.ID), in.Name)
	if err != nil {
		return nil, err
	}
	return &model.RenameAPIKeyPayload{Key: key}, nil
}

func (m mutation) RevokeAPIKey(ctx context.Context, in model.RevokeAPIKeyInput) (*model.RevokeAPIKeyPayload, error) {
	key, err := m.Keys.Revoke(ctx, number(ids.APIKey, in.ID))
	if err != nil {
		return nil, err
	}
	return &model.RevokeAPIKeyPayload{Key: key}, nil
}

func (m mutation) UpdateOrganization(ctx context.Context, in model.UpdateOrganizationInput) (*model.UpdateOrganizationPayload, error) {
	changed, err := m.Groups.ChangeSettings(ctx, group.Settings{
		Timezone: in.Timezone, Retention: in.RetentionMonths, FollowUpCourse: in.FollowUpCourse,
	})
	if err != nil {
		return nil, err
	}
	return &model.UpdateOrganizationPayload{Organization: changed}, nil
}
