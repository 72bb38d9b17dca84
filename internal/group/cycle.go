package group

import (
	"context"
	"strings"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// cycle gives the path by which the criteria would lead back to the group itself ("A → B → A"), "" where they do not.
func cycle(ctx context.Context, tx *storage.Tx, g *ent.Group, tree criteria.Tree) (string, error) {
	if len(tree.References().Groups) == 0 {
		return "", nil
	}
	others, err := tx.Ent.Group.Query().Where(entgroup.CriteriaNotNil()).All(ctx)
	if err != nil {
		return "", err
	}
	names := map[criteria.GroupID]string{}
	next := map[criteria.GroupID][]criteria.GroupID{}
	for _, other := range others {
		t, err := CriteriaOf(other)
		if err != nil {
			return "", err
		}
		if t != nil {
			names[criteria.GroupID(other.ID)], next[criteria.GroupID(other.ID)] = other.Name, t.References().Groups
		}
	}
	self := criteria.GroupID(g.ID)
	names[self], next[self] = g.Name, tree.References().Groups
	path := pathTo(self, next[self], next, map[criteria.GroupID]bool{})
	if path == nil {
		return "", nil
	}
	words := []string{g.Name}
	for _, id := range path {
		words = append(words, names[id])
	}
	return strings.Join(words, " → "), nil
}

// pathTo searches from the starts, depth first, for a way to the target; nil where there is none.
func pathTo(target criteria.GroupID, starts []criteria.GroupID, next map[criteria.GroupID][]criteria.GroupID, seen map[criteria.GroupID]bool) []criteria.GroupID {
	for _, id := range starts {
		if id == target {
			return []criteria.GroupID{id}
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		if rest := pathTo(target, next[id], next, seen); rest != nil {
			return append([]criteria.GroupID{id}, rest...)
		}
	}
	return nil
}
