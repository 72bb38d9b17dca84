package criteria

import (
	"fmt"

	"muster/internal/ids"
)

// The ids of the organization's own things, as numbers inside and as public ids ("dep_7") in JSON.
type (
	DepartmentID int64
	CampaignID   int64
	CourseID     int64
	GroupID      int64
)

func (i DepartmentID) MarshalText() ([]byte, error) { return formatRef(ids.Department, int64(i)) }
func (i CampaignID) MarshalText() ([]byte, error)   { return formatRef(ids.Campaign, int64(i)) }
func (i CourseID) MarshalText() ([]byte, error)     { return formatRef(ids.Course, int64(i)) }
func (i GroupID) MarshalText() ([]byte, error)      { return formatRef(ids.Group, int64(i)) }

func (i *DepartmentID) UnmarshalText(b []byte) error {
	return parseRef(ids.Department, b, (*int64)(i))
}
func (i *CampaignID) UnmarshalText(b []byte) error { return parseRef(ids.Campaign, b, (*int64)(i)) }
func (i *CourseID) UnmarshalText(b []byte) error   { return parseRef(ids.Course, b, (*int64)(i)) }
func (i *GroupID) UnmarshalText(b []byte) error    { return parseRef(ids.Group, b, (*int64)(i)) }

func formatRef(kind ids.Kind, n int64) ([]byte, error) { return []byte(ids.Format(kind, n)), nil }

func parseRef(kind ids.Kind, b []byte, into *int64) error {
	n, ok := ids.Parse(kind, string(b))
	if !ok {
		return fmt.Errorf("%.40q is not an id of the kind %q", b, string(kind)+"_1")
	}
	*into = n
	return nil
}
