package keys

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

const (
	// prefix lets people and scanners of secrets recognise a token.
	prefix = "mst_"
	// MinToken and MaxToken bound the length, in bytes, of a token that somebody else made up.
	MinToken = 24
	MaxToken = 256
	// hintLength is how much of a token the database keeps as it is.
	hintLength = 8
)

func newToken() string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails: the program ends where there is no randomness
	return prefix + base64.RawURLEncoding.EncodeToString(random[:])
}

func hashOf(token string) string {
	hash := sha256.Sum256([]byte(token))
	return hex.EncodeToString(hash[:])
}
