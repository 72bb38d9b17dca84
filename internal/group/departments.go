package group

import (
	"context"
	"encoding/json"
	"slices"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// NamingDepartments gives the groups whose criteria name any of the departments, by name.
func (s *Service) NamingDepartments(ctx context.Context, tx *storage.Tx, departments []int64) ([]*ent.Group, error) {
	groups, err := tx.Ent.Group.Query().Where(entgroup.CriteriaNotNil()).Order(entgroup.ByNameKey(), entgroup.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	among := make(map[criteria.DepartmentID]bool, len(departments))
	for _, id := range departments {
		among[criteria.DepartmentID(id)] = true
	}
	var naming []*ent.Group
	for _, g := range groups {
		tree, err := CriteriaOf(g)
		if err != nil {
			return nil, err
		}
		if tree != nil && slices.ContainsFunc(tree.References().Departments, func(id criteria.DepartmentID) bool { return among[id] }) {
			naming = append(naming, g)
		}
	}
	return naming, nil
}

// ReplaceDepartments makes criteria that name a department name the one that by has for it, as new versions of the
// criteria, and gives the groups that it changed. The caller holds the organization's lock exclusively and makes the members exact.
func (s *Service) ReplaceDepartments(ctx context.Context, tx *storage.Tx, by map[int64]int64) ([]*ent.Group, error) {
	others := make(map[criteria.DepartmentID]criteria.DepartmentID, len(by))
	departments := make([]int64, 0, len(by))
	for id, other := range by {
		others[criteria.DepartmentID(id)] = criteria.DepartmentID(other)
		departments = append(departments, id)
	}
	groups, err := s.NamingDepartments(ctx, tx, departments)
	if err != nil || len(groups) == 0 {
		return nil, err
	}
	for i, g := range groups {
		tree, err := CriteriaOf(g)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(tree.WithDepartments(others))
		if err != nil {
			return nil, err
		}
		if groups[i], err = tx.Ent.Group.UpdateOne(g).SetCriteria(text).SetUpdatedAt(s.instant()).Save(ctx); err != nil {
			return nil, err
		}
		words := ""
		if g.Description != nil {
			words = *g.Description
		}
		err = tx.Ent.CriteriaVersion.Create().SetOrganizationID(g.OrganizationID).SetGroupID(g.ID).SetDescription(words).
			SetCriteria(text).SetCreatedAt(s.instant()).SetCreatedBy(auth.Name(ctx)).Exec(ctx)
		if err != nil {
			return nil, err
		}
		s.engine.GroupUpdated(tx, g.OrganizationID, g.ID, g.Version)
	}
	return groups, s.engine.CriteriaChanged(ctx, tx, groups[0].OrganizationID)
}
