package archtest

import "slices"

// layers lists the module's packages, the highest row first. An entry covers its sub-packages, except those that
// have an entry of their own.
var layers = [][]string{
	{"cmd/muster", "e2e"},
	{"internal/server"},
	{"graph", "internal/bench", "internal/demo"},
	{"internal/scim", "internal/transfer"},
	{"internal/group", "internal/people", "internal/activity", "internal/reminder"},
	{"internal/organization"},
	{"internal/auth/keys", "internal/department", "internal/glossary", "internal/group/action", "internal/reading/llm"},
	{"internal/membership"},
	{"internal/audit", "internal/facts", "internal/jobs", "internal/vocabulary"},
	{"internal/storage"},
	{"internal/auth"}, // below storage: every transaction's ent client gets the tenant's rules from it
	{"internal/criteria/eval", "internal/criteria/sqlgen", "internal/reading", "internal/notify/redisbroker"},
	{"ent", "internal/bulk", "internal/config", "internal/criteria", "internal/notify", "web"},
	{"internal/errs"},
	{"internal/ids"},
	{"internal/archtest"},
}

// Libraries by what they tie a package to, as prefixes of import paths. Our own ent is one of them: it brings the rest.
var (
	storageLibraries = []string{
		"muster/ent", "database/sql", "entgo.io", "ariga.io", "github.com/jackc/pgx", "modernc.org/sqlite",
		"github.com/pressly/goose", "github.com/riverqueue",
	}
	transportLibraries = []string{
		"github.com/99designs/gqlgen", "github.com/vektah/gqlparser", "github.com/gorilla/websocket",
	}
	redisLibraries = []string{"github.com/redis", "github.com/go-redis"}

	// pure: the same input gives the same answer, with nothing to start first.
	pure = slices.Concat(storageLibraries, transportLibraries, redisLibraries)
	// service: what is offered does not depend on how it is served, nor on which broker carries the news.
	service = slices.Concat(transportLibraries, redisLibraries)
)

// keptOut says which libraries an entry may not reach, however many packages lie between.
var keptOut = map[string][]string{
	"internal/ids":                pure,
	"internal/errs":               pure,
	"internal/bulk":               pure,
	"internal/criteria":           pure,
	"internal/criteria/eval":      pure,
	"internal/criteria/sqlgen":    pure,
	"internal/reading":            pure,
	"internal/reading/llm":        pure,
	"internal/notify":             pure,
	"internal/notify/redisbroker": slices.Concat(storageLibraries, transportLibraries),

	"ent":                   service,
	"internal/storage":      service,
	"internal/audit":        service,
	"internal/facts":        service,
	"internal/vocabulary":   service,
	"internal/jobs":         service,
	"internal/membership":   service,
	"internal/auth":         service,
	"internal/auth/keys":    service,
	"internal/organization": service,
	"internal/department":   service,
	"internal/glossary":     service,
	"internal/group":        service,
	"internal/group/action": service,
	"internal/people":       service,
	"internal/activity":     service,
	"internal/reminder":     service,
	"internal/demo":         service,
	"internal/bench":        service,
}
