package auth

import (
	"context"
	"slices"

	"muster/internal/errs"
)

// Role is what a key allows. Every role includes those before it.
type Role string

const (
	Viewer   Role = "VIEWER"   // reads
	Operator Role = "OPERATOR" // and sends facts in and works with groups
	Admin    Role = "ADMIN"    // and hands out keys
)

// SCIM is what an identity provider's key has: it opens /scim/v2 and nothing else. It is no rung of the ladder above.
const SCIM Role = "SCIM"

// Roles lists the roles that include each other, the narrowest first.
var Roles = []Role{Viewer, Operator, Admin}

// rank orders the roles; an unknown one is 0, below all.
func (r Role) rank() int { return slices.Index(Roles, r) + 1 }

// Includes reports whether r allows all that other, a rung of the ladder, allows.
func (r Role) Includes(other Role) bool { return other.rank() > 0 && r.rank() >= other.rank() }

// Source is the door by which a change came in.
type Source string

const (
	FromAPI    Source = "API"
	FromSCIM   Source = "SCIM"
	FromImport Source = "IMPORT"
	FromCLI    Source = "CLI"   // the command line, and whoever runs the program otherwise
	FromClock  Source = "CLOCK" // the program itself, in its own time
)

// Sources lists them all.
var Sources = []Source{FromAPI, FromSCIM, FromImport, FromCLI, FromClock}

// muster is the name under which the program acts by itself.
const muster = "muster"

// Identity is who is asking: one API key of one organization.
type Identity struct {
	OrganizationID   int64
	OrganizationName string
	Role             Role
	KeyID            int64
	Name             string // the key's name
	Source           Source // empty: FromClock
}

type scopeKey struct{}

// scope is what the context may touch: one organization, or (system) all of them.
type scope struct {
	identity Identity
	system   bool
}

// With gives a context that acts for the identity, and for it alone, whatever ctx was before.
func With(ctx context.Context, identity Identity) context.Context {
	return context.WithValue(ctx, scopeKey{}, scope{identity: identity})
}

// AsMuster gives a context that acts for the organization as the program itself does, in jobs and by the clock.
func AsMuster(ctx context.Context, organization int64) context.Context {
	return With(ctx, Identity{OrganizationID: organization, Role: Admin, Name: muster, Source: FromClock})
}

// Through gives a context that acts for the same identity, coming in by another door. Without an identity it is ctx.
func Through(ctx context.Context, source Source) context.Context {
	identity, ok := From(ctx)
	if !ok {
		return ctx
	}
	identity.Source = source
	return With(ctx, identity)
}

// System gives a context that the tenant's rules let through unchanged, for work of our own that spans
// organizations. Work for one organization uses With instead.
func System(ctx context.Context) context.Context {
	return context.WithValue(ctx, scopeKey{}, scope{system: true})
}

// From gives the identity that ctx acts for, if there is one.
func From(ctx context.Context) (Identity, bool) {
	s, ok := ctx.Value(scopeKey{}).(scope)
	return s.identity, ok && !s.system
}

// Require gives the identity if its role includes the one asked for. Errors: UNAUTHENTICATED, FORBIDDEN.
func Require(ctx context.Context, role Role) (Identity, error) {
	identity, ok := From(ctx)
	if !ok {
		return Identity{}, errs.New(errs.CodeUnauthenticated, "a token is required")
	}
	if !identity.Role.Includes(role) {
		return Identity{}, errs.New(errs.CodeForbidden, "this needs the role %s; the key has %s", role, identity.Role)
	}
	return identity, nil
}

// Name gives the name of whoever ctx acts for; "" where nobody.
func Name(ctx context.Context) string {
	identity, _ := From(ctx)
	return identity.Name
}
