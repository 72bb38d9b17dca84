package gophish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"muster/internal/activity"
	"muster/internal/criteria"
	"muster/internal/errs"
)

// types says what each message is; the others are passed over.
var types = map[string]criteria.SimulationType{
	"Email Sent":     criteria.Sent,
	"Email Opened":   criteria.Opened,
	"Clicked Link":   criteria.Clicked,
	"Submitted Data": criteria.Submitted,
	"Email Reported": criteria.Reported,
}

const reported = "Email Reported"

// Event is an event as Gophish writes it in JSON.
type Event struct {
	CampaignID int64  `json:"campaign_id"`
	Email      string `json:"email"`
	Time       string `json:"time"` // RFC 3339, to the nanosecond
	Message    string `json:"message"`
}

// ReadEvent reads the body of a webhook's message; false where it is about nothing that happened to a person.
func ReadEvent(body []byte) (e Event, relevant bool, err error) {
	if json.Unmarshal(body, &e) != nil {
		return e, false, errs.New(errs.CodeInvalid, "the message is not one of Gophish's webhook")
	}
	if types[e.Message] == "" {
		return e, false, nil
	}
	if e.CampaignID <= 0 {
		return e, false, errs.New(errs.CodeInvalid, "campaign_id is missing: Gophish 0.11 and later send it")
	}
	return e, true, nil
}

// Input makes a fact of an event, in a campaign of that name.
func (e Event) Input(campaign string) (activity.SimulationInput, error) {
	var at time.Time
	if at.UnmarshalText([]byte(e.Time)) != nil {
		return activity.SimulationInput{}, errs.New(errs.CodeInvalid, "time: %.40q is not a time of Gophish's", e.Time)
	}
	channel := criteria.Email
	return activity.SimulationInput{
		ID: e.id(at), Email: e.Email, Type: types[e.Message], OccurredAt: at, Campaign: campaign, Channel: &channel,
	}, nil
}

// id is as short however long the address, and begins with the campaign's Prefix.
func (e Event) id(at time.Time) string {
	instant := strconv.FormatInt(int64(criteria.InstantOf(at)), 10)
	hash := sha256.Sum256([]byte(criteria.EmailKey(e.Email) + "\n" + instant + "\n" + e.Message))
	return Prefix(e.CampaignID) + hex.EncodeToString(hash[:16])
}

// Prefix begins the ids of a campaign's events, and of no other's.
func Prefix(campaign int64) string { return fmt.Sprintf("gophish/%d/", campaign) }

// DefaultName is what a campaign is called of which only the number is known.
func DefaultName(campaign int64) string { return fmt.Sprintf("Gophish campaign %d", campaign) }
