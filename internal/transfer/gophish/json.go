package gophish

import (
	"encoding/json"
	"errors"
	"io"

	"muster/internal/activity"
	"muster/internal/errs"
	"muster/internal/transfer/rows"
)

// maxValue bounds one value of an export, in bytes: a template may hold images.
const maxValue = 8 << 20

// campaigns gives the facts of campaigns as Gophish's API writes them: one, or a list. Of each it reads the timeline, as it
// comes, and passes over everything else.
type campaigns struct {
	names  names
	source *rows.Meter
	json   *json.Decoder
	list   bool
	begun  bool
	events int // so far; the line of an event, since an export is one line

	inCampaign, inTimeline bool
	id                     int64
	name                   string
}

// JSON reads GET /api/campaigns, /api/campaigns/ID or /api/campaigns/ID/results.
func JSON(from io.Reader, o Options) rows.Reader[activity.SimulationInput] {
	c := &campaigns{names: names{Options: o}, source: &rows.Meter{From: from}}
	c.json = json.NewDecoder(c.source)
	return c
}

var errForm = errs.New(errs.CodeInvalid, "the file is not what Gophish exports of a campaign, or of several")

// Next implements rows.Reader.
func (c *campaigns) Next() (row rows.Row[activity.SimulationInput], err error) {
	for {
		c.source.Allow(maxValue)
		var found bool
		switch {
		case !c.begun:
			err = c.begin()
		case c.inTimeline:
			row, found, err = c.event()
		case c.inCampaign:
			err = c.field()
		default:
			err = c.between()
		}
		if err != nil || found {
			return row, c.explained(err)
		}
	}
}

// begin reads the opening of the file.
func (c *campaigns) begin() error {
	t, err := c.json.Token()
	c.begun, c.list, c.inCampaign = true, t == json.Delim('['), t == json.Delim('{')
	if errors.Is(err, io.EOF) || err == nil && !c.list && !c.inCampaign {
		return errForm
	}
	c.id = c.names.CampaignID
	return err
}

// between reads what is outside of campaigns: the next one's opening, or the end.
func (c *campaigns) between() error {
	if c.list && c.json.More() {
		t, err := c.json.Token()
		if err == nil && t != json.Delim('{') {
			return errForm
		}
		c.inCampaign, c.id, c.name = true, c.names.CampaignID, ""
		return err
	}
	if c.list {
		_, err := c.json.Token()
		c.list = err != nil
		return err
	}
	if _, err := c.json.Token(); !errors.Is(err, io.EOF) {
		return errors.Join(errForm, err)
	}
	return io.EOF
}

// field reads one field of a campaign, or its end.
func (c *campaigns) field() error {
	if !c.json.More() {
		_, err := c.json.Token()
		c.inCampaign = err != nil
		return err
	}
	key, err := c.json.Token()
	if err != nil {
		return err
	}
	switch key {
	case "id":
		return c.json.Decode(&c.id)
	case "name":
		return c.json.Decode(&c.name)
	case "timeline":
		return c.timeline()
	}
	return c.skip()
}

func (c *campaigns) timeline() error {
	t, err := c.json.Token()
	if err != nil || t == nil { // null: nothing happened yet
		return err
	}
	if t != json.Delim('[') {
		return errForm
	}
	if c.id <= 0 {
		return errs.New(errs.CodeInvalid, "the campaign's id has to come before its timeline")
	}
	c.inTimeline = true
	return nil
}

// event reads one event of the timeline, or its end; found says whether it gives a row.
func (c *campaigns) event() (row rows.Row[activity.SimulationInput], found bool, err error) {
	if !c.json.More() {
		_, err := c.json.Token()
		c.inTimeline = err != nil
		return row, false, err
	}
	before := c.json.InputOffset()
	var e Event
	err = c.json.Decode(&e)
	c.events++
	row.Line, row.Size = c.events, int(c.json.InputOffset()-before)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		row.Bad = errs.New(errs.CodeInvalid, "the event is not one of Gophish's")
		return row, true, nil
	case err != nil || types[e.Message] == "":
		return row, false, err
	}
	e.CampaignID = c.id
	return row, true, c.names.fill(e, c.name, &row)
}

// skip passes over a value, however large, token by token.
func (c *campaigns) skip() error {
	for depth := 0; ; {
		c.source.Allow(maxValue)
		t, err := c.json.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// explained makes errors of the text fit for the caller to read.
func (c *campaigns) explained(err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return errs.New(errs.CodeInvalid, "the JSON cannot be read at byte %d", syntax.Offset)
	case errors.As(err, &wrong):
		return errForm
	case errors.Is(err, rows.ErrTooLong):
		return errs.New(errs.CodeTooLarge, "a value of the export is longer than %d bytes", maxValue)
	case errors.Is(err, errForm):
		return errForm
	case errors.Is(err, io.EOF) && !c.ended(), err == io.ErrUnexpectedEOF: //nolint:errorlint // the decoder's own, not a source's
		return errs.New(errs.CodeInvalid, "the JSON ends too early")
	}
	return err
}

// ended reports whether the end of the file is where it may be.
func (c *campaigns) ended() bool { return c.begun && !c.list && !c.inCampaign }

// message gives what an *errs.Error says without its code.
func message(err error) string {
	var coded *errs.Error
	if errors.As(err, &coded) {
		return coded.Message
	}
	return err.Error()
}
