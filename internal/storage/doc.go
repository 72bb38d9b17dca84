// Package storage is the one room that knows the databases' handles. Everything else is handed a transaction, a
// client to read with, or a *sql.DB for reads.
//
// Invariants:
//   - InTx gives ent, plain SQL and River one and the same *sql.Tx: they commit together or not at all.
//   - On SQLite every write goes through one connection, so writers queue in this process instead of failing with
//     SQLITE_BUSY; reads have connections of their own, which cannot write. Nothing inside a transaction may wait for
//     another transaction: InTx inside InTx fails at once, and Read inside it reads through the same transaction.
//   - Every ent client that leaves this package carries the tenant's rules (auth.Install).
//   - A reference cannot leave its organization: foreign keys are on (organization_id, id), and for tables that many rows are written to
//     at once triggers check the same; see package migrations.
//   - Hooks of AfterCommit run after a real commit, in order, and never otherwise.
//
// When things fail: a transaction that the database refused to run beside another (serialization failure, deadlock,
// a busy file) is run again a bounded number of times, so its function must not have effects outside the transaction;
// those belong into AfterCommit. Any other error rolls back and is returned as it is.
package storage
