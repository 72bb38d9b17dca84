package group

import (
	"context"
	"encoding/json"
	"slices"

	"muster/ent/campaign"
	"muster/ent/course"
	entdepartment "muster/ent/department"
	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/errs"
)

// nameTable is what the ids in a tree are called.
type nameTable struct {
	departments map[criteria.DepartmentID]string
	campaigns   map[criteria.CampaignID]string
	courses     map[criteria.CourseID]string
	groups      map[criteria.GroupID]string
}

// gone is how something is called that was deleted since.
const gone = "?"

func nameIn[K comparable](table map[K]string, id K) string {
	if name, ok := table[id]; ok {
		return name
	}
	return gone
}

func (n nameTable) Department(id criteria.DepartmentID) string { return nameIn(n.departments, id) }
func (n nameTable) Campaign(id criteria.CampaignID) string     { return nameIn(n.campaigns, id) }
func (n nameTable) Course(id criteria.CourseID) string         { return nameIn(n.courses, id) }
func (n nameTable) Group(id criteria.GroupID) string           { return nameIn(n.groups, id) }

// named is what ent gives of a row that has a name.
type named struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Names gives what the caller's organization calls its things.
func (s *Service) Names(ctx context.Context, of criteria.References) (criteria.Names, error) {
	table, err := s.nameTable(ctx, of)
	return table, err
}

func (s *Service) nameTable(ctx context.Context, r criteria.References) (t nameTable, err error) {
	client := s.db.Read(ctx)
	t.departments, err = namesOf(r.Departments, func(ids []int64, into *[]named) error {
		return client.Department.Query().Where(entdepartment.IDIn(ids...)).Select(entdepartment.FieldID, entdepartment.FieldName).Scan(ctx, into)
	})
	if err != nil {
		return t, err
	}
	t.campaigns, err = namesOf(r.Campaigns, func(ids []int64, into *[]named) error {
		return client.Campaign.Query().Where(campaign.IDIn(ids...)).Select(campaign.FieldID, campaign.FieldName).Scan(ctx, into)
	})
	if err != nil {
		return t, err
	}
	t.courses, err = namesOf(r.Courses, func(ids []int64, into *[]named) error {
		return client.Course.Query().Where(course.IDIn(ids...)).Select(course.FieldID, course.FieldName).Scan(ctx, into)
	})
	if err != nil {
		return t, err
	}
	t.groups, err = namesOf(r.Groups, func(ids []int64, into *[]named) error {
		return client.Group.Query().Where(entgroup.IDIn(ids...)).Select(entgroup.FieldID, entgroup.FieldName).Scan(ctx, into)
	})
	return t, err
}

func namesOf[K ~int64](ids []K, query func([]int64, *[]named) error) (map[K]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	plain := make([]int64, len(ids))
	for i, id := range ids {
		plain[i] = int64(id)
	}
	var rows []named
	if err := query(plain, &rows); err != nil {
		return nil, err
	}
	table := make(map[K]string, len(rows))
	for _, row := range rows {
		table[K(row.ID)] = row.Name
	}
	return table, nil
}

// Tree reads a criteria tree that a client sent: valid, canonical, and naming only what the caller's organization has.
func (s *Service) Tree(ctx context.Context, text []byte) (*criteria.Tree, error) {
	var tree criteria.Tree
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	if err := tree.Validate(); err != nil {
		return nil, err
	}
	references := tree.References()
	table, err := s.nameTable(ctx, references)
	if err != nil {
		return nil, err
	}
	for _, missing := range []bool{
		lacks(references.Departments, table.departments), lacks(references.Campaigns, table.campaigns),
		lacks(references.Courses, table.courses), lacks(references.Groups, table.groups),
	} {
		if missing {
			return nil, errs.New(errs.CodeNotFound, "the criteria name something that the organization does not have")
		}
	}
	tree = criteria.Canonical(tree)
	return &tree, nil
}

func lacks[K comparable](ids []K, table map[K]string) bool {
	for _, id := range ids {
		if _, known := table[id]; !known {
			return true
		}
	}
	return false
}
