package scim

import (
	"context"
	"slices"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/ids"
	engine "muster/internal/membership"
	"muster/internal/scim/schema"
)

const groupFrom = ` FROM groups g WHERE g.organization_id = ? AND g.source = 'SCIM'`

// groupColumns are what Groups are filtered and sorted by.
var groupColumns = columns{
	"id": {sql: "g.id", read: idOf(ids.Group), unordered: true, equal: func(_ int64, value any) (string, []any) {
		return "g.id = ?", []any{value}
	}},
	"displayName": {sql: "lower(g.name)", read: lower, equal: func(_ int64, value any) (string, []any) {
		return "g.name_key = ? AND lower(g.name) = ?", []any{criteria.Fold(textOf(value)), value}
	}},
	"externalId": {sql: "g.external_id", equal: func(_ int64, value any) (string, []any) {
		return "(g.external_id IS NOT NULL AND g.external_id = ?)", []any{value}
	}},
	"members": {
		sql: `COALESCE((SELECT m.employee_id FROM memberships m WHERE m.organization_id = g.organization_id AND m.group_id = g.id LIMIT 1),
			(SELECT p.employee_id FROM past_memberships p WHERE p.organization_id = g.organization_id AND p.group_id = g.id AND ` + engine.Waits + ` LIMIT 1))`,
		read: idOf(ids.Employee), unordered: true,
		equal: func(organization int64, value any) (string, []any) {
			return `g.id IN (SELECT m.group_id FROM memberships m WHERE m.organization_id = ? AND m.employee_id = ?
				UNION ALL SELECT p.group_id FROM past_memberships p WHERE p.organization_id = ? AND p.employee_id = ? AND ` + engine.Waits + `)`,
				[]any{organization, value, organization, value}
		},
	},
	"meta.created":      {sql: "g.created_at", kind: instant},
	"meta.lastModified": {sql: "g.updated_at", kind: instant},
}

// maxMembers bounds the members that a page of Groups shows: a page ends before the group that would exceed it, unless it is the first.
const maxMembers = 50_000

func (s *Service) listGroups(ctx context.Context, q query) (page, error) {
	numbers, total, err := s.search(ctx, q, searched{kind: schema.Group, columns: groupColumns, from: groupFrom, id: "g.id"})
	if err != nil || len(numbers) == 0 {
		return page{total: total}, err
	}
	found, err := s.db.Read(ctx).Group.Query().Where(entgroup.IDIn(numbers...)).All(ctx)
	if err != nil {
		return page{}, err
	}
	slices.SortFunc(found, func(a, b *ent.Group) int { return slices.Index(numbers, a.ID) - slices.Index(numbers, b.ID) })
	p, shown := page{total: total}, 0
	for _, g := range found {
		if q.showsMembers() {
			if shown += g.MemberCount; shown > maxMembers && len(p.resources) > 0 {
				break
			}
		}
		r, err := s.representGroup(ctx, g, q.selection)
		if err != nil {
			return page{}, err
		}
		p.resources = append(p.resources, r)
	}
	return p, nil
}

// showsMembers tells whether an answer has a Group's members.
func (s selection) showsMembers() bool {
	names := func(name string) bool {
		ref, ok := schema.Group.Find(name)
		return ok && ref.Attribute.Name == members
	}
	whole := func(name string) bool {
		ref, _ := schema.Group.Find(name)
		return names(name) && ref.Sub == nil
	}
	return (len(s.attributes) == 0 || slices.ContainsFunc(s.attributes, names)) && !slices.ContainsFunc(s.excluded, whole)
}

// groupDocument is what is known of a Group beside its members.
func groupDocument(g *ent.Group) schema.Document {
	d := schema.Document{"displayName": g.Name}
	if g.ExternalID != nil {
		d["externalId"] = *g.ExternalID
	}
	return d
}

// versionOf is a Group's ETag. The members are in it by the group's version, which every change of them raises, so that nobody has to
// read them all for it.
func versionOf(g *ent.Group) string {
	return etag([]any{g.ID, g.Name, pointed(g.ExternalID), g.Version, g.UpdatedAt})
}

// representGroup gives the Group, with its members where they are asked for.
func (s *Service) representGroup(ctx context.Context, g *ent.Group, show selection) (resource, error) {
	d := groupDocument(g)
	if show.showsMembers() {
		list, err := s.membersOf(ctx, g)
		if err != nil {
			return resource{}, err
		}
		if len(list) > 0 {
			d[members] = list
		}
	}
	r := represent(schema.Group, ids.Format(ids.Group, g.ID), d, g.CreatedAt, g.UpdatedAt)
	r.version = versionOf(g)
	r.body["meta"].(map[string]any)["version"] = r.version //nolint:forcetypeassert // represent wrote it
	return r, nil
}

// assigned finds a Group's people: its members, and those whose accounts are disabled and who will be members again. The identity provider put
// them in, and is not told that they left.
const assigned = `SELECT e.id, e.name FROM employees e WHERE e.organization_id = ? AND e.id IN (
	SELECT m.employee_id FROM memberships m WHERE m.organization_id = ? AND m.group_id = ?
	UNION ALL SELECT p.employee_id FROM past_memberships p WHERE p.organization_id = ? AND p.group_id = ? AND ` + engine.Waits + `) ORDER BY e.id`

// membersOf lists a Group's people.
func (s *Service) membersOf(ctx context.Context, g *ent.Group) (list []any, err error) {
	rows, err := s.db.Read(ctx).QueryContext(ctx, s.db.Dialect().Rebind(assigned), g.OrganizationID, g.OrganizationID, g.ID, g.OrganizationID, g.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var name string
		if err := rows.Scan(&number, &name); err != nil {
			return nil, err
		}
		id := ids.Format(ids.Employee, number)
		list = append(list, map[string]any{"value": id, "$ref": "../Users/" + id, "type": "User", "display": name})
	}
	return list, rows.Err()
}
