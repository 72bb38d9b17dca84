// Package explorer carries the API explorer's files (see README.md).
package explorer

import (
	"embed"
	"io/fs"
)

//go:embed dist
var dist embed.FS

// Files gives the page (index.html) and what it loads.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return files
}
