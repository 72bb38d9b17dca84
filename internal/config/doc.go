// Package config holds the program's settings: what they are called, what they default to, and which values they may
// have. Each is a flag (--database-url) and an environment variable (MUSTER_DATABASE_URL); the flag wins. Secrets
// belong into the environment, since a process's arguments can be read by everybody on the machine.
package config
