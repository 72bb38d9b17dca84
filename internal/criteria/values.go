package criteria

import (
	"fmt"
	"time"
)

// SimulationType is what happened to one employee in one campaign.
type SimulationType string

const (
	Sent             SimulationType = "SENT"
	Opened           SimulationType = "OPENED"
	Clicked          SimulationType = "CLICKED"
	Submitted        SimulationType = "SUBMITTED"
	AttachmentOpened SimulationType = "ATTACHMENT_OPENED"
	QRScanned        SimulationType = "QR_SCANNED"
	Replied          SimulationType = "REPLIED"
	Reported         SimulationType = "REPORTED"
	Bounced          SimulationType = "BOUNCED"
)

// SimulationTypes lists every simulation type, in the order in which a simulation unfolds.
var SimulationTypes = []SimulationType{Sent, Opened, Clicked, Submitted, AttachmentOpened, QRScanned, Replied, Reported, Bounced}

// FailureTypes are the simulation types that are a failure.
var FailureTypes = []SimulationType{Clicked, Submitted, AttachmentOpened, QRScanned, Replied}

// TrainingType is what happened to one employee in one course.
type TrainingType string

const (
	Enrolled  TrainingType = "ENROLLED"
	Started   TrainingType = "STARTED"
	Completed TrainingType = "COMPLETED"
	Failed    TrainingType = "FAILED"
)

// TrainingTypes lists every training type.
var TrainingTypes = []TrainingType{Enrolled, Started, Completed, Failed}

// Channel is the medium of a campaign.
type Channel string

const (
	Email Channel = "EMAIL"
	SMS   Channel = "SMS"
	Voice Channel = "VOICE"
	QR    Channel = "QR"
)

// Channels lists every channel.
var Channels = []Channel{Email, SMS, Voice, QR}

// RiskLevel is a band of the risk score.
type RiskLevel string

const (
	Low    RiskLevel = "LOW"
	Medium RiskLevel = "MEDIUM"
	High   RiskLevel = "HIGH"
)

// RiskLevels lists every risk level, the lowest first.
var RiskLevels = []RiskLevel{Low, Medium, High}

// Scores gives the level's lowest and highest score: LOW 0–29, MEDIUM 30–59, HIGH 60–100.
func (l RiskLevel) Scores() (low, high int) {
	switch l {
	case High:
		return 60, 100
	case Medium:
		return 30, 59
	default:
		return 0, 29
	}
}

// LevelOf gives the level of a score.
func LevelOf(score int) RiskLevel {
	for _, l := range []RiskLevel{High, Medium} {
		if low, _ := l.Scores(); score >= low {
			return l
		}
	}
	return Low
}

// Weights of the risk score, each per distinct campaign or course in the window except OverdueWeight, which
// counts once where any training is overdue now. The sum is clamped to 0–100. Source: the product's definition of risk.
var (
	SimulationWeights = map[SimulationType]int{Clicked: 35, AttachmentOpened: 35, QRScanned: 35, Replied: 35, Submitted: 50, Reported: -20}
	CompletedWeight   = -15
	OverdueWeight     = 20
)

// EmployeeTypes and Statuses list the words of the profile fields employeeType and status.
var (
	EmployeeTypes = []string{"FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERN"}
	Statuses      = []string{"ACTIVE", "DISABLED"}
)

// RiskDays is the risk window in days where a description gives none.
const RiskDays = 90

// Instant is a point in time in milliseconds since 1970-01-01T00:00:00Z.
type Instant int64

// InstantOf converts a time, dropping what is finer than a millisecond.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time gives the instant as a UTC time.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Date is a calendar day, counted in days since 1970-01-01.
type Date int32

// DateOf gives the calendar day that t shows on its own clock.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date of the form 2026-01-31", s)
	}
	return DateOf(t), nil
}

// Midnight gives the first instant of the day in loc: 00:00, or where a clock change skips it, the instant of the change.
func (d Date) Midnight(loc *time.Location) Instant {
	y, m, day := d.utc().Date()
	t := time.Date(y, m, day, 0, 0, 0, 0, loc)
	if t.Day() != day { // time.Date reads a skipped 00:00 as 23:00 of the day before
		_, t = t.ZoneBounds()
	}
	return InstantOf(t)
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d Date) String() string { return d.utc().Format(time.DateOnly) }

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}
