// Package demo makes a company to look at: an invented importer of provisions with some five hundred people in four
// languages' worth of offices, and a year of phishing simulations and courses that ends yesterday.
//
// Imagine is pure: the same start and the same instant give the same people and the same events. History is a
// timeline that goes on: what Imagine gives for a later instant begins with what it gave for an earlier one. So a demo that was
// installed last month is brought up to yesterday by adding to it, and the quick suggestions always find somebody.
//
// Install loads the company through the services, as a client's import would. Events are loaded in the order in which they
// happened, in batches that are one transaction each, and with ids that are always the same: that a batch's last event is
// there says that the batch is, so an installation that was killed goes on where it stood, and a complete one is
// left alone. What people changed in the demo since (a name, a status) stays.
//
// When things fail: Install gives the error and leaves what it has loaded. Run again, it completes it.
package demo
