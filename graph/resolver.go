package graph

import (
	"context"
	"log/slog"
	"time"

	"muster/ent"
	"muster/graph/generated"
	"muster/internal/glossary"
	"muster/internal/membership"
	"muster/internal/notify"
	"muster/internal/storage"
)

// Resolver answers the schema's fields.
type Resolver struct {
	DB          *storage.DB
	Groups      Groups
	People      People
	Departments Departments
	Activity    Activity
	Reminders   Reminders
	Transfers   Transfers
	Keys        Keys
	Glossaries  *glossary.Service
	Engine      *membership.Engine // its answers about the past and about what would be
	Broker      notify.Broker
	// Now is the clock.
	Now func() time.Time
	Log *slog.Logger
}

// client reads rows, under the tenant's rules.
func (r *Resolver) client(ctx context.Context) *ent.Client { return r.DB.Read(ctx) }

// The subjects of the schema. Each has what Resolver has.
type (
	query            struct{ *Resolver }
	mutation         struct{ *Resolver }
	subscription     struct{ *Resolver }
	organization     struct{ *Resolver }
	employees        struct{ *Resolver }
	departments      struct{ *Resolver }
	groups           struct{ *Resolver }
	members          struct{ *Resolver }
	exclusions       struct{ *Resolver }
	pins             struct{ *Resolver }
	notices          struct{ *Resolver }
	changes          struct{ *Resolver }
	previews         struct{ *Resolver }
	versions         struct{ *Resolver }
	redescriptions   struct{ *Resolver }
	glossaries       struct{ *Resolver }
	reminderRequests struct{ *Resolver }
	reminders        struct{ *Resolver }
	imports          struct{ *Resolver }
	keys             struct{ *Resolver }
	trail            struct{ *Resolver }
)

var _ generated.ResolverRoot = (*Resolver)(nil)

// Query implements generated.ResolverRoot.
func (r *Resolver) Query() generated.QueryResolver { return query{r} }

// Mutation implements generated.ResolverRoot.
func (r *Resolver) Mutation() generated.MutationResolver { return mutation{r} }

// Subscription implements generated.ResolverRoot.
func (r *Resolver) Subscription() generated.SubscriptionResolver { return subscription{r} }

// Organization implements generated.ResolverRoot.
func (r *Resolver) Organization() generated.OrganizationResolver { return organization{r} }

// Employee implements generated.ResolverRoot.
func (r *Resolver) Employee() generated.EmployeeResolver { return employees{r} }

// Department implements generated.ResolverRoot.
func (r *Resolver) Department() generated.DepartmentResolver { return departments{r} }

// Group implements generated.ResolverRoot.
func (r *Resolver) Group() generated.GroupResolver { return groups{r} }

// GroupMember implements generated.ResolverRoot.
func (r *Resolver) GroupMember() generated.GroupMemberResolver { return members{r} }

// Exclusion implements generated.ResolverRoot.
func (r *Resolver) Exclusion() generated.ExclusionResolver { return exclusions{r} }

// Pin implements generated.ResolverRoot.
func (r *Resolver) Pin() generated.PinResolver { return pins{r} }

// Notification implements generated.ResolverRoot.
func (r *Resolver) Notification() generated.NotificationResolver { return notices{r} }

// MembershipChange implements generated.ResolverRoot.
func (r *Resolver) MembershipChange() generated.MembershipChangeResolver { return changes{r} }

// CriteriaPreview implements generated.ResolverRoot.
func (r *Resolver) CriteriaPreview() generated.CriteriaPreviewResolver { return previews{r} }

// CriteriaVersion implements generated.ResolverRoot.
func (r *Resolver) CriteriaVersion() generated.CriteriaVersionResolver { return versions{r} }

// RedescriptionPreview implements generated.ResolverRoot.
func (r *Resolver) RedescriptionPreview() generated.RedescriptionPreviewResolver {
	return redescriptions{r}
}

// ReminderRequest implements generated.ResolverRoot.
func (r *Resolver) ReminderRequest() generated.ReminderRequestResolver { return reminderRequests{r} }

// Reminder implements generated.ResolverRoot.
func (r *Resolver) Reminder() generated.ReminderResolver { return reminders{r} }

// Import implements generated.ResolverRoot.
func (r *Resolver) Import() generated.ImportResolver { return imports{r} }

// ApiKey implements generated.ResolverRoot.
func (r *Resolver) ApiKey() generated.ApiKeyResolver { return keys{r} }

// AuditEntry implements generated.ResolverRoot.
func (r *Resolver) AuditEntry() generated.AuditEntryResolver { return trail{r} }

// Glossary implements generated.ResolverRoot.
func (r *Resolver) Glossary() generated.GlossaryResolver { return glossaries{r} }
