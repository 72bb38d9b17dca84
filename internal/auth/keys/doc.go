// Package keys hands out API keys and tells who a token stands for.
//
// A token is a bearer secret of 256 random bits. It is shown once, when it is made; the database keeps its SHA-256,
// which for such a token cannot be turned round, and its first characters, to tell keys apart. Looking a token up by
// its hash takes the same time whether or not part of it is right.
//
// Authenticate asks the database every time: a key that was revoked or has run out is refused from that moment, on
// every node. A wrong, revoked or expired token gives one and the same answer. That a key was used is written down
// beside the requests, at most once a minute for each key; what is lost of it when a node dies is not missed.
package keys
