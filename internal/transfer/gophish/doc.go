// Package gophish reads what the phishing framework Gophish says of its campaigns: the messages of its webhook, and the
// campaign results and raw events that it exports. It is pure.
//
// An event's id is made of the campaign's number, the e-mail address, the instant and the message, so that the same event is
// the same fact by whichever way it comes. Messages that are no event of a person (a campaign was created, a mail could
// not be sent) are passed over.
//
// Source: Gophish 0.12, models/result.go, models/campaign.go, webhook/webhook.go, and the CSV of its campaign page.
package gophish
