package migrations

import (
	"embed"
	"fmt"
	"io/fs"

	"entgo.io/ent/dialect"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// folders names each dialect's folder.
var folders = map[string]string{dialect.Postgres: "postgres", dialect.SQLite: "sqlite"}

// FS gives the dialect's migrations.
func FS(dialect string) (fs.FS, error) {
	folder, ok := folders[dialect]
	if !ok {
		return nil, fmt.Errorf("migrations: no folder for the dialect %q", dialect)
	}
	return fs.Sub(files, folder)
}
