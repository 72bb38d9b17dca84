// Package activity records what happened to employees: simulation events and training events.
//
// An event is a fact with an id from its sender. It is recorded once however often it is sent, and in any order of
// arrival; sent again with other content it is a correction, and what it says now replaces what it said. Campaigns and
// courses come into being with their first event. An event of somebody whom the organization does not have is rejected, and can be
// sent again once the employee is there.
//
// A bulk call keeps its good rows and names its bad ones. All good rows of one call are one transaction, together with
// what they change in groups; a call that fails as a whole can be sent again as it is.
//
// Calls of one organization that come in while others are being written share a transaction, so that a burst of single events costs little
// more than one call with all of them. Each caller is told of its own rows; where the shared transaction fails, each call has its own.
package activity
