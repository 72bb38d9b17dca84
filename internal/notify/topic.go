package notify

import (
	"strconv"
	"strings"
)

// Topic is what messages are about and what subscribers ask for. Only the constructors below make one.
type Topic string

const (
	aboutReady   = "ready"
	aboutUpdated = "updated"
	aboutMembers = "members"
)

// GroupReady is the topic of every group of the organization that finishes generating, READY or FAILED.
func GroupReady(organization int64) Topic {
	return Topic("org/" + number(organization) + "/" + aboutReady)
}

// GroupUpdated is the topic of one group's status, name and count.
func GroupUpdated(organization, group int64) Topic {
	return aboutGroup(organization, group, aboutUpdated)
}

// MembershipChanged is the topic of one group's joins and leaves.
func MembershipChanged(organization, group int64) Topic {
	return aboutGroup(organization, group, aboutMembers)
}

// ImportProgress is the topic of one import's counts and status.
func ImportProgress(organization, imported int64) Topic {
	return Topic("org/" + number(organization) + "/import/" + number(imported))
}

func aboutGroup(organization, group int64, about string) Topic {
	return Topic("org/" + number(organization) + "/group/" + number(group) + "/" + about)
}

func number(id int64) string { return strconv.FormatInt(id, 10) }

// valid says whether a constructor made t from ids that rows can have. A topic that lies in no organization
// is refused rather than carried: it could be heard by anyone.
func (t Topic) valid() bool {
	rest, inOrganization := strings.CutPrefix(string(t), "org/")
	organization, rest, _ := strings.Cut(rest, "/")
	if !inOrganization || !isID(organization) {
		return false
	}
	if rest == aboutReady {
		return true
	}
	if imported, ofImport := strings.CutPrefix(rest, "import/"); ofImport {
		return isID(imported)
	}
	rest, inGroup := strings.CutPrefix(rest, "group/")
	group, about, _ := strings.Cut(rest, "/")
	return inGroup && isID(group) && (about == aboutUpdated || about == aboutMembers)
}

func isID(digits string) bool {
	id, err := strconv.ParseInt(digits, 10, 64)
	return err == nil && id > 0 && number(id) == digits
}
