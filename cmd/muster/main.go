// The program muster keeps groups of employees true while the facts under them change.
//
// It is put together here and nowhere else: one file per subcommand, house.go for what they share.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // organizations have time zones, and a small container has no list of them

	"github.com/alecthomas/kong"
)

func main() {
	time.Local = time.UTC //nolint:gosmopolitan // instants in River's SQLite tables compare as text
	if os.Getenv("GOGC") == "" {
		// The heap is small and what is on it lives for one request: collecting it less often leaves a tenth of the CPU to the database.
		debug.SetGCPercent(400)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "muster:", err)
		os.Exit(1)
	}
}

// program is what a subcommand is given.
type program struct {
	stdout, stderr io.Writer
	now            func() time.Time
}

// commands are the subcommands; each has its flags and its Run.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the API and keep the groups true."`
	Org     orgCommand     `cmd:"" help:"Organizations."`
	Key     keyCommand     `cmd:"" help:"API keys."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's tables to this version, and end."`
	Import  importCommand  `cmd:"" help:"Send a file of employees or events to a server."`
	Rebuild rebuildCommand `cmd:"" help:"Make every group exact from all facts, as after an upgrade that says so."`
	Bench   benchCommand   `cmd:"" help:"Measure the engine on a PostgreSQL server, in a database made for it."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// run runs one subcommand until it is done or ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var chosen commands
	parser, err := kong.New(&chosen,
		kong.Name("muster"),
		kong.Description("Groups of employees, described in plain words, that stay true."),
		kong.Writers(stdout, stderr),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	command.BindTo(ctx, (*context.Context)(nil))
	return command.Run(&program{stdout: stdout, stderr: stderr, now: time.Now})
}
