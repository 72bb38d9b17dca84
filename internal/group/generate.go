package group

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/reading"
	"muster/internal/storage"
)

// GenerateArgs is the job that turns a group's words into criteria and members.
type GenerateArgs struct {
	OrganizationID int64  `json:"organizationId"`
	GroupID        int64  `json:"groupId"`
	Author         string `json:"author"` // the name of the key that asked
}

// Kind names the job.
func (GenerateArgs) Kind() string { return "generate_group" }

// Generator works GenerateArgs jobs. The words are read once; whose members they make is asked anew where the job was killed before it was done, and
// a job that runs again after its end changes nothing.
type Generator struct {
	river.WorkerDefaults[GenerateArgs]
	service *Service
}

// Generator gives the worker of the service's jobs.
func (s *Service) Generator() *Generator { return &Generator{service: s} }

// Timeout bounds one attempt.
func (*Generator) Timeout(*river.Job[GenerateArgs]) time.Duration { return 10 * time.Minute }

// Work generates the group: reading, then filling in, then READY or FAILED.
func (w *Generator) Work(ctx context.Context, job *river.Job[GenerateArgs]) error {
	s, ctx := w.service, auth.AsMuster(ctx, job.Args.OrganizationID)
	for {
		g, err := s.db.Read(ctx).Group.Get(ctx, job.Args.GroupID)
		switch {
		case ent.IsNotFound(err): // deleted meanwhile
			return nil
		case err != nil:
			return err
		case g.Pending != nil:
			if err := s.generatePending(ctx, g, job.Args.Author); !errors.Is(err, errOvertaken) {
				return err
			}
		case g.Status != entgroup.StatusGENERATING:
			return nil
		case g.Criteria == nil:
			err = s.read(ctx, g, job.Args.Author)
		default:
			err = s.fillIn(ctx, g)
		}
		if err != nil && !errors.Is(err, errOvertaken) {
			return fmt.Errorf("generate group %d: %w", g.ID, err)
		}
	}
}

// errOvertaken: what was read names something that is gone by now, and is to be read again.
var errOvertaken = errors.New("group: the reading was overtaken")

// standing says whether what the criteria name is there. The reading was made before the organization's lock was taken.
func (s *Service) standing(ctx context.Context, tree criteria.Tree) error {
	references := tree.References()
	table, err := s.nameTable(ctx, references)
	if err == nil && (lacks(references.Departments, table.departments) || lacks(references.Groups, table.groups)) {
		err = errOvertaken
	}
	return err
}

// read stores what the words mean: from its commit on, every write of facts evaluates the group.
func (s *Service) read(ctx context.Context, g *ent.Group, author string) error {
	result, err := s.Interpret(ctx, g.OrganizationID, *g.Description)
	if err != nil {
		return err
	}
	return s.onGroup(ctx, g, func(ctx context.Context, tx *storage.Tx, now *ent.Group) error {
		if now.Status != entgroup.StatusGENERATING || now.Criteria != nil {
			return nil
		}
		if result.Status == reading.Refused {
			return s.fail(ctx, tx, now, result)
		}
		if err := s.standing(ctx, *result.Tree); err != nil {
			return err
		}
		if _, err := s.adopt(ctx, tx, now, result, *g.Description, author); err != nil {
			return err
		}
		if err := record(ctx, tx, now, audit.GroupGenerated, generated(result, author)); err != nil {
			return err
		}
		return s.engine.CriteriaChanged(ctx, tx, g.OrganizationID)
	})
}

// adopt stores a reading as what the group means, and as a version of its criteria.
func (s *Service) adopt(ctx context.Context, tx *storage.Tx, g *ent.Group, r reading.Reading, words, author string) (*ent.Group, error) {
	update, err := setReading(tx.Ent.Group.UpdateOne(g), r)
	if err != nil {
		return nil, err
	}
	g, err = update.SetDescription(words).ClearPending().SetUpdatedAt(s.instant()).Save(ctx)
	if err != nil {
		return nil, err
	}
	return g, tx.Ent.CriteriaVersion.Create().SetOrganizationID(g.OrganizationID).SetGroupID(g.ID).SetDescription(words).
		SetCriteria(g.Criteria).SetCreatedAt(s.instant()).SetCreatedBy(author).Exec(ctx)
}

func setReading(update *ent.GroupUpdateOne, r reading.Reading) (*ent.GroupUpdateOne, error) {
	interpretation, err := json.Marshal(interpretationOf(r))
	if err != nil {
		return nil, err
	}
	update = update.SetInterpretation(interpretation)
	if r.Tree == nil {
		return update, nil
	}
	tree, err := json.Marshal(r.Tree)
	return update.SetCriteria(tree), err
}

// fillIn finds the members, adds them step by step, and ends with READY. A merger of departments may write the criteria anew meanwhile; whom that
// changes anything for is evaluated by it.
func (s *Service) fillIn(ctx context.Context, g *ent.Group) error {
	tree, err := CriteriaOf(g)
	if err != nil {
		return err
	}
	candidates, err := s.engine.Candidates(ctx, g, *tree)
	if err != nil {
		return err
	}
	onGenerating := func(step func(context.Context, *storage.Tx, *ent.Group) error) error {
		return s.onGroup(ctx, g, func(ctx context.Context, tx *storage.Tx, now *ent.Group) error {
			if now.Status != entgroup.StatusGENERATING {
				return nil
			}
			return step(ctx, tx, now)
		})
	}
	for part := range candidates.Stretches() {
		err := onGenerating(func(ctx context.Context, tx *storage.Tx, _ *ent.Group) error {
			return s.engine.Admit(ctx, tx, candidates, part)
		})
		if err != nil {
			return err
		}
	}
	return onGenerating(s.ready)
}

func (s *Service) ready(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
	if err := s.moveTo(ctx, tx, g, entgroup.StatusREADY); err != nil {
		return err
	}
	if err := s.engine.Generated(ctx, tx, g); err != nil {
		return err
	}
	return s.announce(ctx, tx, g, noticeReady, "Your group is ready to go!")
}

func (s *Service) fail(ctx context.Context, tx *storage.Tx, g *ent.Group, r reading.Reading) error {
	update, err := setReading(tx.Ent.Group.UpdateOne(g), r)
	if err != nil {
		return err
	}
	err = update.SetStatus(entgroup.StatusFAILED).SetFailureCode(string(reading.Refused)).SetFailureMessage(r.Message).
		SetUpdatedAt(s.instant()).Exec(ctx)
	if err != nil {
		return err
	}
	if err := record(ctx, tx, g, audit.GenerationFailed, details{"code": reading.Refused, "message": r.Message}); err != nil {
		return err
	}
	return s.announce(ctx, tx, g, noticeFailed, r.Message)
}

// onGroup runs one step of a job on the group as it is now, alone in the organization; nothing where the group is gone.
func (s *Service) onGroup(ctx context.Context, g *ent.Group, step func(context.Context, *storage.Tx, *ent.Group) error) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, g.OrganizationID, storage.Exclusive); err != nil {
			return err
		}
		now, err := tx.Ent.Group.Get(ctx, g.ID)
		if ent.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return step(ctx, tx, now)
	})
}
