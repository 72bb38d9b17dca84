package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// repeatOffenders is the description that the main job begins with: at least two failures in the last 90 days.
const repeatOffenders = "Repeat offenders in Finance or Legal"

func person(email, department string) row {
	return row{"email": email, "name": "Somebody", "department": department, "title": "Clerk", "hiredOn": "2020-02-03"}
}

func simulation(email, kind, campaign string, daysAgo int) row {
	return simulationAt(email, kind, campaign, time.Now().UTC().AddDate(0, 0, -daysAgo))
}

func simulationAt(email, kind, campaign string, at time.Time) row {
	return row{
		"id": fmt.Sprintf("%s/%s/%s", email, kind, campaign), "email": email, "type": kind, "campaign": campaign,
		"channel": "EMAIL", "occurredAt": at.UTC().Format(time.RFC3339Nano),
	}
}

// company loads people of whom exactly ana, bo and eve are repeat offenders in Finance or Legal.
func company(t *testing.T, c client) {
	t.Helper()
	off := person("fay@company.example", "Finance")
	off["status"] = "DISABLED"
	people := []row{
		person("ana@company.example", "Finance"), person("bo@company.example", "Finance/Accounting"),
		person("cem@company.example", "Finance"), person("dee@company.example", "Sales"),
		person("eve@company.example", "Legal/Contracts"), off,
		person("gil@company.example", "Legal"), person("hal@company.example", "Legal"),
		person("ida@company.example", "Finance/Treasury"), person("jon@company.example", "Legal"),
	}
	require.Equal(t, result{Accepted: len(people), Rejected: nothingRejected}, c.upsert(t, people...))

	scanner := simulation("gil@company.example", "CLICKED", "Invoice", 12)
	scanner["automated"] = true
	events := []row{
		simulation("ana@company.example", "CLICKED", "Payroll", 40),
		simulation("ana@company.example", "SUBMITTED", "Parcel", 5),
		simulation("bo@company.example", "ATTACHMENT_OPENED", "Invoice", 80),
		simulation("bo@company.example", "REPLIED", "Favour", 70),
		simulation("bo@company.example", "CLICKED", "Parcel", 5),
		simulation("cem@company.example", "CLICKED", "Payroll", 40),   // twice in one campaign is once
		simulation("cem@company.example", "SUBMITTED", "Payroll", 40), //
		simulation("dee@company.example", "CLICKED", "Payroll", 40),   // in Sales
		simulation("dee@company.example", "CLICKED", "Parcel", 5),     //
		simulation("eve@company.example", "QR_SCANNED", "Canteen", 58),
		simulation("eve@company.example", "CLICKED", "Parcel", 5),
		simulation("fay@company.example", "CLICKED", "Payroll", 40), // disabled
		simulation("fay@company.example", "CLICKED", "Parcel", 5),   //
		simulation("gil@company.example", "CLICKED", "Parcel", 5), scanner,
		simulation("hal@company.example", "CLICKED", "Parcel", 5), // one so far
		simulation("ida@company.example", "CLICKED", "Parcel", 5), // one in time
		simulation("ida@company.example", "CLICKED", "Payroll", 100),
		simulation("jon@company.example", "REPORTED", "Payroll", 40),
		simulation("jon@company.example", "SENT", "Parcel", 5),
	}
	require.Equal(t, result{Accepted: len(events), Rejected: nothingRejected}, c.simulations(t, events...))
	require.Equal(t, result{Unchanged: len(events), Rejected: nothingRejected}, c.simulations(t, events...), "sent again")
	require.Equal(t, result{Unchanged: len(people), Rejected: nothingRejected}, c.upsert(t, people...), "sent again")

	lessons := []row{{
		"id": "ana/enrolled", "email": "ana@company.example", "type": "ENROLLED", "course": "Basics",
		"occurredAt": time.Now().UTC().AddDate(0, 0, -30).Format(time.RFC3339Nano),
		"dueAt":      time.Now().UTC().AddDate(0, 0, -1).Format(time.RFC3339Nano),
	}}
	require.Equal(t, result{Accepted: 1, Rejected: nothingRejected}, c.trainings(t, lessons...))
	require.Equal(t, result{Unchanged: 1, Rejected: nothingRejected}, c.trainings(t, lessons...), "sent again")
}

// nothingRejected is the list that the API gives, which is never null.
var nothingRejected = make([]rejected, 0)
