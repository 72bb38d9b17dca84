// Package e2e boots the real binary and does with it what its clients do: over HTTP, Server-Sent Events and websockets,
// with nothing of the program linked in. It has no code outside its tests.
//
// The binary is built once for a run. Each test has a database of its own, SQLite or PostgreSQL; two nodes find each
// other through that PostgreSQL and a Redis. The two servers are named by MUSTER_TEST_DATABASE_URL and
// MUSTER_TEST_REDIS_URL: without them the tests fail.
//
// The tests wait for pushes, answers and the ends of processes, each with a deadline. Only the wait for the clock to
// take somebody out of a group passes time on purpose.
package e2e
