package archtest

import (
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "muster"

// goPackage is what `go list -json` tells about one package, tests aside.
type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestEveryPackageKeepsTheDirection(t *testing.T) {
	packages := listPackages(t)
	require.NotEmpty(t, packages)
	for _, p := range packages {
		for _, violation := range violations(p) {
			t.Errorf("%s %s", p.ImportPath, violation)
		}
	}
}

func TestViolations(t *testing.T) {
	tests := []struct {
		name string
		pkg  goPackage
		want []string
	}{
		{
			name: "an import of a row below",
			pkg:  goPackage{ImportPath: "muster/internal/membership", Imports: []string{"muster/internal/criteria/eval", "time"}},
		},
		{
			name: "a sub-package of the same entry",
			pkg:  goPackage{ImportPath: "muster/graph", Imports: []string{"muster/graph/model"}},
		},
		{
			name: "an import of a row above",
			pkg:  goPackage{ImportPath: "muster/internal/criteria", Imports: []string{"muster/internal/criteria/eval"}},
			want: []string{"imports muster/internal/criteria/eval, which is not below it"},
		},
		{
			name: "an import of a neighbour in the row",
			pkg:  goPackage{ImportPath: "muster/internal/group", Imports: []string{"muster/internal/people"}},
			want: []string{"imports muster/internal/people, which is not below it"},
		},
		{
			name: "a library that is kept out, through others, told once",
			pkg: goPackage{
				ImportPath: "muster/internal/reading",
				Deps:       []string{"entgo.io/ent/dialect", "entgo.io/ent/schema", "muster/ent", "strings"},
			},
			want: []string{
				"reaches muster/ent, which is kept out of it",
				"reaches entgo.io/ent/dialect, which is kept out of it",
			},
		},
		{
			name: "a library whose name only begins alike",
			pkg:  goPackage{ImportPath: "muster/internal/reading", Deps: []string{"database/sqlite", "github.com/redistribute/x"}},
		},
		{
			name: "a package in no row",
			pkg:  goPackage{ImportPath: "muster/internal/elsewhere"},
			want: []string{"is in no row of layers: give it a place"},
		},
		{
			name: "a package whose name only begins like one in a row",
			pkg:  goPackage{ImportPath: "muster/internal/grouping"},
			want: []string{"is in no row of layers: give it a place"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, violations(tt.pkg))
		})
	}
}

// TestTableIsConsistent guards against a package placed twice and a rule for one that has been renamed since.
func TestTableIsConsistent(t *testing.T) {
	entries := slices.Concat(layers...)
	for i, entry := range entries {
		require.NotContains(t, entries[:i], entry)
	}
	for entry := range keptOut {
		require.Contains(t, entries, entry)
	}
}

// violations says in words where the package breaks the table.
func violations(p goPackage) []string {
	entry, row := place(p.ImportPath)
	if row < 0 {
		return []string{"is in no row of layers: give it a place"}
	}
	var found []string
	for _, imported := range p.Imports {
		if !within(imported, module) {
			continue
		}
		other, otherRow := place(imported)
		if other != entry && otherRow <= row {
			found = append(found, fmt.Sprintf("imports %s, which is not below it", imported))
		}
	}
	for _, library := range keptOut[entry] {
		reached := slices.IndexFunc(p.Deps, func(dependency string) bool { return within(dependency, library) })
		if reached >= 0 {
			found = append(found, fmt.Sprintf("reaches %s, which is kept out of it", p.Deps[reached]))
		}
	}
	return found
}

// place finds the longest entry that covers the import path, and its row from the top; row is -1 where none does.
func place(importPath string) (entry string, row int) {
	row = -1
	for i, layer := range layers {
		for _, candidate := range layer {
			if within(importPath, module+"/"+candidate) && len(candidate) > len(entry) {
				entry, row = candidate, i
			}
		}
	}
	return entry, row
}

// within reports whether the import path is the prefix or lies under it.
func within(importPath, prefix string) bool {
	return importPath == prefix || strings.HasPrefix(importPath, prefix+"/")
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", "./...")
	command.Dir = "../.."
	var stderr strings.Builder
	command.Stderr = &stderr
	output, err := command.Output()
	require.NoError(t, err, stderr.String())

	var packages []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(output))); ; {
		var p goPackage
		err := decoder.Decode(&p)
		if err == io.EOF {
			return packages
		}
		require.NoError(t, err)
		packages = append(packages, p)
	}
}
