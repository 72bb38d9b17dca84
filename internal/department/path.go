package department

import (
	"strings"
	"unicode/utf8"

	"muster/internal/criteria"
	"muster/internal/errs"
)

// Limits of the tree.
const (
	// MaxLevels is how deep the tree is.
	MaxLevels = 10
	maxName   = 200  // characters
	maxKey    = 2000 // bytes of a path as it is compared; PostgreSQL's index takes no more than 2,704
)

// step parts the levels of a path.
const step = "/"

// nameOf checks a department's name: one line of text, its blanks made single.
func nameOf(name string) (string, error) {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", errs.New(errs.CodeInvalid, "the department's name has characters that are not text")
	}
	name = strings.Join(strings.Fields(name), " ")
	key := criteria.Fold(name)
	switch n := utf8.RuneCountInString(name); {
	case key == "":
		return "", errs.New(errs.CodeInvalid, "the department's name is empty")
	case n > maxName:
		return "", errs.New(errs.CodeInvalid, "the department's name has %d characters: at most %d are allowed", n, maxName)
	case strings.Contains(key, step): // a wide slash and "a/c" in one sign are compared as slashes too
		return "", errs.New(errs.CodeInvalid, "the department's name has a slash, which parts the levels of a path")
	}
	return name, nil
}

// Path reads a path, "Engineering/Platform", and writes it as it is kept.
func Path(path string) (string, error) {
	levels := strings.Split(path, step)
	if len(levels) > MaxLevels {
		return "", tooDeep()
	}
	for i, level := range levels {
		if strings.TrimSpace(level) == "" {
			return "", errs.New(errs.CodeInvalid, "the department has an empty level: %.100q", path)
		}
		name, err := nameOf(level)
		if err != nil {
			return "", err
		}
		levels[i] = name
	}
	path = strings.Join(levels, step)
	return path, checkLength(Key(path))
}

// Key folds each level of a path: the form in which paths are compared.
func Key(path string) string {
	levels := strings.Split(path, step)
	for i, level := range levels {
		levels[i] = criteria.Fold(level)
	}
	return strings.Join(levels, step)
}

func checkLength(key string) error {
	if len(key) > maxKey {
		return errs.New(errs.CodeInvalid, "the department's path has %d bytes: at most %d are allowed", len(key), maxKey)
	}
	return nil
}

func tooDeep() error {
	return errs.New(errs.CodeInvalid, "the department would have more than %d levels", MaxLevels)
}

// levels gives where each level of a path ends; nothing for no path.
func levels(path string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range len(path) {
			if path[i] == '/' && !yield(i) {
				return
			}
		}
		if path != "" {
			yield(len(path))
		}
	}
}

// split parts a path into that of its parent, "" for none, and its last level.
func split(path string) (parent, name string) {
	cut := strings.LastIndex(path, step)
	return path[:max(cut, 0)], path[cut+1:]
}

// under gives the path of a name below a parent's path, "" for none.
func under(parent, name string) string {
	if parent == "" {
		return name
	}
	return parent + step + name
}
