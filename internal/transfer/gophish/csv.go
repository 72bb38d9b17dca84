package gophish

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"time"

	"muster/internal/activity"
	"muster/internal/errs"
	"muster/internal/transfer/rows"
)

// record is a row of either CSV export: of the raw events, or of the results.
type record struct {
	event    Event
	campaign string

	status   string // a result's latest
	sent     time.Time
	modified string // when the latest event was
	reported bool
}

// rawEvents and results are the two exports. Both have more columns than are of interest here.
var (
	rawEvents = rows.Kind[record]{PassOver: true, Fields: []rows.Field[record]{
		rows.Needed("time", rows.Text, func(r *record, v string) { r.event.Time = v }),
		rows.Needed("message", rows.Text, func(r *record, v string) { r.event.Message = v }),
		rows.Given("email", rows.Text, func(r *record, v *string) { r.event.Email = text(v) }), // none: about the campaign
		rows.Given("campaign_id", rows.Text, func(r *record, v *string) { r.campaign = text(v) }),
	}}
	results = rows.Kind[record]{PassOver: true, Fields: []rows.Field[record]{
		rows.Needed("email", rows.Text, func(r *record, v string) { r.event.Email = v }),
		rows.Needed("status", rows.Text, func(r *record, v string) { r.status = v }),
		rows.Needed("send_date", rows.Instant, func(r *record, v time.Time) { r.sent = v }),
		rows.Needed("modified_date", rows.Text, func(r *record, v string) { r.modified = v }),
		rows.Given("reported", rows.Flag, func(r *record, v *bool) { r.reported = v != nil && *v }),
	}}
)

func text(v *string) string {
	if v == nil {
		return ""
	}
	return *v
}

// table gives the facts of a CSV export.
type table struct {
	names names
	from  rows.Reader[record]
	// events are what a record tells.
	events func(record) []Event
	ready  []rows.Row[activity.SimulationInput]
}

// maxHeader is how much of a file is looked at to tell which export it is.
const maxHeader = 4 << 10

// CSV reads the raw events or the results of a campaign, told apart by the header.
func CSV(from io.Reader, o Options) (rows.Reader[activity.SimulationInput], error) {
	buffer := bufio.NewReaderSize(from, maxHeader)
	start, _ := buffer.Peek(maxHeader) // an error comes again when it is read
	header, _, _ := bytes.Cut(start, []byte("\n"))
	t := &table{names: names{Options: o}, events: func(r record) []Event { return []Event{r.event} }}
	kind := rawEvents
	if !bytes.Contains(bytes.ToLower(header), []byte("message")) {
		if o.CampaignID == 0 {
			return nil, errs.New(errs.CodeInvalid, "results do not say which campaign they are of: give its number as campaignId")
		}
		kind, t.events = results, resultEvents
	}
	var err error
	t.from, err = kind.CSV(buffer)
	return t, err
}

// Next implements rows.Reader.
func (t *table) Next() (row rows.Row[activity.SimulationInput], err error) {
	for len(t.ready) == 0 {
		next, err := t.from.Next()
		if err != nil {
			return row, err
		}
		if next.Bad != nil {
			return rows.Row[activity.SimulationInput]{Line: next.Line, Size: next.Size, Bad: next.Bad}, nil //nolint:nilerr // a bad row is an answer
		}
		if err := t.unfold(next); err != nil {
			return row, err
		}
	}
	row, t.ready = t.ready[0], t.ready[1:]
	return row, nil
}

// unfold makes facts of a record.
func (t *table) unfold(from rows.Row[record]) error {
	campaign := t.names.CampaignID
	var unreadable *errs.Error
	if given := from.Value.campaign; given != "" {
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil || n <= 0 {
			unreadable = errs.New(errs.CodeInvalid, "campaign_id: %.40q is not a campaign's number", given)
		}
		campaign = n
	}
	for _, e := range t.events(from.Value) {
		if types[e.Message] == "" {
			continue
		}
		row := rows.Row[activity.SimulationInput]{Line: from.Line, Size: from.Size, Bad: unreadable}
		if row.Bad == nil && campaign == 0 {
			row.Bad = errs.New(errs.CodeInvalid, "the row does not say which campaign it is of: give its number as campaignId")
		}
		if row.Bad == nil {
			e.CampaignID = campaign
			if err := t.names.fill(e, "", &row); err != nil {
				return err
			}
		}
		t.ready = append(t.ready, row)
	}
	return nil
}

// fill puts the fact of an event into a row, or why there is none. Its error is one of finding the campaign's name.
func (n *names) fill(e Event, exported string, row *rows.Row[activity.SimulationInput]) error {
	name, err := n.of(e.CampaignID, exported)
	if err != nil {
		return err
	}
	if row.Value, err = e.Input(name); err != nil {
		row.Bad = errs.New(errs.CodeOf(err), "%s", message(err))
	}
	return nil
}

// resultEvents is what a result says happened: that the mail was sent, the latest that came of it, and that it was
// reported. Whatever lies between is in the raw events alone.
func resultEvents(r record) []Event {
	if types[r.status] == "" {
		return nil // scheduled, being sent, or never sent
	}
	sent := r.sent.UTC().Format(time.RFC3339Nano)
	events := []Event{{Email: r.event.Email, Time: sent, Message: "Email Sent"}}
	if r.status != "Email Sent" {
		events = append(events, Event{Email: r.event.Email, Time: r.modified, Message: r.status})
	}
	if r.reported && r.status != reported {
		events = append(events, Event{Email: r.event.Email, Time: r.modified, Message: reported})
	}
	return events
}
