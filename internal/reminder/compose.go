package reminder

import (
	"context"
	"fmt"
	"time"

	"muster/ent"
	"muster/ent/employee"
	"muster/internal/ids"
	"muster/internal/reminder/mail"
)

// letters writes to each receiver, by employee, what is pending now. Who has nothing pending, or is not ACTIVE, gets none.
func (s *Service) letters(ctx context.Context, request *ent.ReminderRequest, due []*ent.Reminder) (map[int64]*mail.Message, error) {
	organization, err := s.db.Read(ctx).Organization.Get(ctx, request.OrganizationID)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(organization.Timezone)
	if err != nil {
		return nil, err
	}
	receivers, reminders := make([]int64, len(due)), map[int64]int64{}
	for i, one := range due {
		receivers[i], reminders[one.EmployeeID] = one.EmployeeID, one.ID
	}
	people, err := s.db.Read(ctx).Employee.Query().
		Where(employee.IDIn(receivers...), employee.StatusEQ(employee.StatusACTIVE)).All(ctx)
	if err != nil {
		return nil, err
	}
	pending, err := s.pending(ctx, request.OrganizationID, zone, receivers)
	if err != nil {
		return nil, err
	}
	letters := make(map[int64]*mail.Message, len(people))
	for _, e := range people {
		if len(pending[e.ID]) == 0 {
			continue
		}
		m := &mail.Message{ID: messageID(request, reminders[e.ID]), Date: s.now(), To: e.Email}
		l := letter{
			organization: organization.Name, name: e.Name, language: languageFor(e.Language, organization.Language),
			message: request.Message, trainings: pending[e.ID], now: s.now(),
		}
		if err := l.write(m); err != nil {
			return nil, err
		}
		letters[e.ID] = m
	}
	return letters, nil
}

// messageID is the same for every attempt at a reminder, so that a mail system that was sent it twice can tell. The
// instant keeps it apart from those of a database that was begun anew.
func messageID(request *ent.ReminderRequest, reminder int64) string {
	return fmt.Sprintf("%s.%d", ids.Format(ids.Reminder, reminder), request.CreatedAt)
}
