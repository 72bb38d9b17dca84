package demo

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// readToken gives what the file holds; "" where there is no file.
func readToken(path string) (string, error) {
	text, err := os.ReadFile(path) //nolint:gosec // a path of the operator's own settings
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(text)), err
}

// writeToken puts the token in place of what the file holds, whole or not at all.
func writeToken(path, token string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(path), ".token-*") // made with 0600
	if err != nil {
		return err
	}
	_, err = next.WriteString(token + "\n")
	if err = errors.Join(err, next.Close()); err == nil {
		err = os.Rename(next.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(next.Name()))
	}
	return err
}
