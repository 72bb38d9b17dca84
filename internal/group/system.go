package group

import (
	"context"
	"encoding/json"

	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// phishedUsers is the name of the SYSTEM group.
const phishedUsers = "Phished Users"

// phished gives the criteria of Phished Users: a failure within the retention, in months; 0: ever.
func phished(retention int) criteria.Tree {
	events := criteria.SimulationEvents{Types: criteria.FailureTypes}
	if retention > 0 {
		events.Window = criteria.Last(retention, criteria.Month)
	}
	return criteria.Canonical(criteria.Tree{Root: criteria.Simulation{SimulationEvents: events}})
}

// InstallSystemGroups gives a new organization the groups that every organization has.
func (s *Service) InstallSystemGroups(ctx context.Context, tx *storage.Tx, organization int64) error {
	tree, err := json.Marshal(phished(0))
	if err != nil {
		return err
	}
	return s.draft(tx, organization, phishedUsers, entgroup.KindSYSTEM, entgroup.StatusACTIVE).SetCriteria(tree).Exec(ctx)
}
