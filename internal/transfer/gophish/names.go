package gophish

// Options say what an export leaves out.
type Options struct {
	// CampaignID is the campaign's number in Gophish, for rows that do not have it; 0: none was given.
	CampaignID int64
	// Campaign is the campaign's name; "" where the export has it, or where Known decides.
	Campaign string
	// Known gives the name under which events of a campaign are recorded already, "" where there are none.
	Known func(campaign int64) (string, error)
}

// names finds the name of each campaign once.
type names struct {
	Options
	found map[int64]string
}

// of gives the name of a campaign whose export calls it that, or nothing.
func (n *names) of(campaign int64, exported string) (string, error) {
	switch {
	case n.Campaign != "":
		return n.Campaign, nil
	case exported != "":
		return exported, nil
	}
	if name, ok := n.found[campaign]; ok {
		return name, nil
	}
	name, err := n.Known(campaign)
	if err != nil {
		return "", err
	}
	if name == "" {
		name = DefaultName(campaign)
	}
	if n.found == nil {
		n.found = map[int64]string{}
	}
	n.found[campaign] = name
	return name, nil
}
