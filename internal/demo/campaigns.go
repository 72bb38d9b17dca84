package demo

import (
	"fmt"
	"time"

	"muster/internal/activity"
	"muster/internal/criteria"
)

// lure is what a campaign sends.
type lure struct {
	name     string
	channel  criteria.Channel
	template string
	falls    criteria.SimulationType // what falling for it begins with
	gives    float64                 // the chance that somebody who fell for it gives something away
}

// lures are sent in turn, one every rhythm.
var lures = []lure{
	{"Payroll Correction", criteria.Email, "Your payslip was corrected", criteria.Clicked, 0.4},
	{"Parcel on Hold", criteria.SMS, "Customs fee for your parcel", criteria.Clicked, 0.3},
	{"Shared Price List", criteria.Email, "Price list, shared with you", criteria.Clicked, 0.45},
	{"Canteen Menu", criteria.QR, "Poster with the new menu", criteria.QRScanned, 0.25},
	{"Supplier Invoice", criteria.Email, "Invoice attached", criteria.AttachmentOpened, 0},
	{"Mailbox Almost Full", criteria.Email, "Your mailbox is at 98 percent", criteria.Clicked, 0.5},
	{"Help Desk Callback", criteria.Voice, "The help desk needs your code", criteria.Submitted, 0},
	{"Favour for the Boss", criteria.Email, "Are you at your desk?", criteria.Replied, 0},
	{"Travel Refund", criteria.Email, "Your refund is waiting", criteria.Clicked, 0.35},
	{"Sign-in from a New Device", criteria.SMS, "Was this you?", criteria.Clicked, 0.4},
	{"Visitor Wi-Fi", criteria.QR, "Sticker at the reception", criteria.QRScanned, 0.3},
}

const (
	rhythm = 10 * day
	// targeted is the chance that a campaign is sent to somebody who can get it.
	targeted = 0.42
	// settling is how long somebody new is left alone.
	settling = 12 * day
	// lasts is how long a campaign goes on at most, from its launch to the last event.
	lasts = 5 * day
)

// simulate runs every campaign that was launched before the timeline's end. What happens after it is cut off later.
func (t *timeline) simulate() {
	for k := 0; ; k++ {
		launch := t.launch(k)
		if !launch.Before(t.end) {
			return
		}
		c := campaign{number: k, lure: lures[k%len(lures)], launch: launch}
		c.name = c.lure.name + launch.Format(" 2006-01")
		for _, p := range t.people {
			if p.reached && p.at(launch.Add(-settling)) && p.at(launch.Add(lasts)) {
				t.simulations = append(t.simulations, c.against(p)...)
			}
		}
	}
}

// launch gives the morning, of a day of work, on which the campaign begins.
func (t *timeline) launch(k int) time.Time {
	at := t.begin.Add(2*day + time.Duration(k)*rhythm)
	for at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		at = at.Add(day)
	}
	return at.Add(8*time.Hour + 30*time.Minute)
}

type campaign struct {
	lure

	number int
	name   string
	launch time.Time
}

// against gives what one campaign makes happen to one person; nothing for those it is not sent to.
func (c campaign) against(p person) []activity.SimulationInput {
	r := dice(streamCampaign, c.number, p.number)
	if !r.chance(targeted) {
		return nil
	}
	h := encounter{campaign: c, person: p, at: c.launch.Add(r.between(0, 30*time.Hour))}
	h.happens(criteria.Sent)
	if c.channel == criteria.Email {
		if r.chance(0.01) {
			h.happens(criteria.Bounced)
			return h.events
		}
		if r.chance(0.05) {
			h.scanned()
		}
	}
	sent := h.at
	falls := r.chance(p.falls)
	if c.channel == criteria.Email && (falls || r.chance(0.7)) {
		h.later(r, 5*time.Hour)
		h.happens(criteria.Opened)
	}
	if falls {
		h.later(r, 3*time.Hour)
		h.happens(c.falls)
		if r.chance(0.2) && c.falls == criteria.Clicked { // came back to it: still one simulation clicked
			h.later(r, 2*time.Hour)
			h.happensAgain(c.falls)
		}
		if r.chance(c.gives) {
			h.later(r, 10*time.Minute)
			h.happens(criteria.Submitted)
		}
	}
	if r.chance(p.reports) {
		h.at = sent.Add(r.between(time.Minute, 20*time.Hour))
		h.happens(criteria.Reported)
	}
	return h.events
}

// encounter is how a campaign goes with one person.
type encounter struct {
	campaign campaign
	person   person
	at       time.Time
	events   []activity.SimulationInput
}

func (h *encounter) later(r *roll, atMost time.Duration) {
	h.at = h.at.Add(r.between(time.Minute, atMost))
}

func (h *encounter) happens(what criteria.SimulationType)      { h.add(what, "", false) }
func (h *encounter) happensAgain(what criteria.SimulationType) { h.add(what, "/again", false) }

// scanned adds the click of a mail scanner, moments after the mail arrived.
func (h *encounter) scanned() { h.add(criteria.Clicked, "/scanner", true) }

func (h *encounter) add(what criteria.SimulationType, mark string, automated bool) {
	h.events = append(h.events, activity.SimulationInput{
		ID:    fmt.Sprintf("demo/simulation/%d/%d/%s%s", h.campaign.number, h.person.number, what, mark),
		Email: h.person.email, Type: what, OccurredAt: h.at, Campaign: h.campaign.name,
		Channel: &h.campaign.channel, Template: &h.campaign.template, Automated: automated,
	})
}
