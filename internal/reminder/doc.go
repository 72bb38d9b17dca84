// Package reminder writes to people about their pending trainings: those that they are enrolled in and have not completed
// since.
//
// Send stores a request, one reminder for each person and one job, in one transaction. The job works through the
// reminders, one e-mail after another over one connection, and is worked again until none is left.
//
// A reminder is PENDING until a worker takes it. The worker commits SENDING before the first byte leaves and the outcome
// after the server's answer: SENT; FAILED, for good or after the last attempt; PENDING again after a failure that may
// pass, with a growing pause; SKIPPED where there is nothing left to remind of.
//
// Invariants:
//   - One request sends one person one e-mail: a row per person and request, and a row is SENDING in one hand only. Who
//     was killed between the message and its outcome leaves a row that is SENDING; when its time is over it becomes
//     FAILED, since it may have arrived, and only an administrator sends it again. A file is written again instead,
//     which gives the same file. Both carry the same Message-ID as before.
//   - The same clientMutationId gives the request that its first call made.
//   - Nobody is sent a reminder while another one is on its way to them, or within the quiet time after it was sent.
//     Requests of one organization are made one at a time, so two at once do not miss each other.
//   - Who is written to is decided by Send, what is written by the facts at the moment of writing.
//
// When things fail: while the mail server cannot be used at all, no reminder is touched; the request says what is wrong,
// the pause grows, and after hours every reminder left is FAILED. Retry makes FAILED ones PENDING again.
package reminder
