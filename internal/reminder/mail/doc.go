// Package mail carries single e-mails out: through an SMTP server, or, where there is none, into files.
//
// A Carrier opens Sessions, and a session carries one message after another: over one connection, each within a
// deadline, and no faster than the installation allows. What a session says of a message is final: nil means that the
// server has taken it, a Failure says whether trying again can help, and whether the message may have arrived all the
// same. The last is the one thing that SMTP leaves open: when the connection breaks between the end of a message and the
// server's answer to it, nobody but the server knows.
//
// Everything that comes from outside is encoded or refused here: no name, address or subject can add a header or a
// recipient. Passwords are in no error and no log line, and do not travel unencrypted beyond this machine.
package mail
