package gophish

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// SignatureHeader carries the signature of a webhook's message: "sha256=" and the body's HMAC-SHA256 in hexadecimal.
const SignatureHeader = "X-Gophish-Signature"

const scheme = "sha256="

// Sign gives the header's value as Gophish writes it.
func Sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return scheme + hex.EncodeToString(mac.Sum(nil))
}

// Signed reports whether the header's value is the body's signature.
func Signed(secret string, body []byte, header string) bool {
	return hmac.Equal([]byte(Sign(secret, body)), []byte(strings.ToLower(strings.TrimSpace(header))))
}
