package filter_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/scim/fault"
	"muster/internal/scim/filter"
)

// write gives a tree in one unambiguous form.
func write(n filter.Node) string {
	join := func(nodes []filter.Node, by string) string {
		parts := make([]string, len(nodes))
		for i, n := range nodes {
			parts[i] = write(n)
		}
		return "(" + strings.Join(parts, " "+by+" ") + ")"
	}
	switch n := n.(type) {
	case filter.And:
		return join(n, "and")
	case filter.Or:
		return join(n, "or")
	case filter.Not:
		return "not (" + write(n.Of) + ")"
	case filter.Values:
		return n.Attribute + "[" + write(n.Of) + "]"
	case filter.Test:
		if n.Op == filter.Present {
			return n.Attribute + " pr"
		}
		value, err := json.Marshal(n.Value)
		if err != nil {
			panic(err)
		}
		return fmt.Sprintf("%s %s %s", n.Attribute, n.Op, value)
	default:
		panic(fmt.Sprintf("%T", n))
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		`userName eq "bjensen"`:                                      `userName eq "bjensen"`,
		`userName Eq "bjensen"`:                                      `userName eq "bjensen"`,
		`name.familyName co "O'Malley"`:                              `name.familyName co "O'Malley"`,
		`urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"`: `urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"`,
		`title pr`: `title pr`,
		`meta.lastModified gt "2011-05-13T04:42:34Z"`: `meta.lastModified gt "2011-05-13T04:42:34Z"`,
		`active eq true and age GE -3.5`:              `(active eq true and age ge -3.5)`,
		`a eq 1 or b eq 2 and c eq null`:              `(a eq 1 or (b eq 2 and c eq null))`,
		`(a pr or b pr) AND not (c pr)`:               `((a pr or b pr) and not (c pr))`,
		`not(a pr)`:                                   `not (a pr)`,
		`not eq "x"`:                                  `not eq "x"`,
		`((a pr))`:                                    `a pr`,
		`userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")`: `(userType eq "Employee" and (emails co "example.com" or emails.value co "example.org"))`,
		`emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp"]`:             `(emails[(type eq "work" and value co "@example.com")] or ims[type eq "xmpp"])`,
		`emails[type eq "work"].value eq "a@b.c"`:                                               `emails[(type eq "work" and value eq "a@b.c")]`,
		`displayName eq "say \"hi\" \u00e9"`:                                                    `displayName eq "say \"hi\" é"`,
		`members.value eq "emp_1"`:                                                              `members.value eq "emp_1"`,
		`$ref pr`:                                                                               `$ref pr`,
	} {
		node, err := filter.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, write(node), text)
		again, err := filter.Parse(write(node))
		require.NoError(t, err, text)
		require.Equal(t, node, again, text)
	}
}

func TestWhatIsNoFilter(t *testing.T) {
	for _, text := range []string{
		"", " ", `userName`, `userName eq`, `eq "x"`, `userName eq bjensen`, `userName eq 'x'`, `userName is "x"`, `userName pr "x"`,
		`(userName pr`, `userName pr)`, `userName pr and`, `not userName pr`, `emails[type eq "work"`, `emails[]`, `emails[type eq "work"].value`,
		`emails[type eq "work"] eq "x"`, `userName eq "x`, `userName eq "\q"`, `a pr b pr`, "\x00", `a eq "x" ; drop`,
		strings.Repeat("(", 2000) + "a pr", strings.Repeat("a pr and ", 60) + "a pr", strings.Repeat("x", 5000) + " pr",
	} {
		_, err := filter.Parse(text)
		var f *fault.Error
		require.ErrorAs(t, err, &f, "%.40q: %v", text, err)
		require.Equal(t, fault.InvalidFilter, f.Type)
		require.Less(t, len(f.Detail), 400)
	}
	_, err := filter.Parse(strings.Repeat("(", 1000) + "a pr" + strings.Repeat(")", 1000))
	require.NoError(t, err, "deep and harmless")
}

func TestParsePath(t *testing.T) {
	type path = filter.Path
	for text, want := range map[string]path{
		`active`:                             {Attribute: "active"},
		`name.familyName`:                    {Attribute: "name.familyName"},
		`emails[type eq "work"].value`:       {Attribute: "emails", Of: filter.Test{Attribute: "type", Op: "eq", Value: "work"}, Sub: "value"},
		`emails[Type Eq "work"]`:             {Attribute: "emails", Of: filter.Test{Attribute: "Type", Op: "eq", Value: "work"}},
		`members[value eq "emp_1"]`:          {Attribute: "members", Of: filter.Test{Attribute: "value", Op: "eq", Value: "emp_1"}},
		`roles[primary eq "True"].value`:     {Attribute: "roles", Of: filter.Test{Attribute: "primary", Op: "eq", Value: "True"}, Sub: "value"},
		`urn:x:2.0:User:manager.displayName`: {Attribute: "urn:x:2.0:User:manager.displayName"},
	} {
		got, err := filter.ParsePath(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "emails[", "emails[]", "emails eq 1", `emails["work"]`, `emails[type eq "work"].`, "a b", ".value", strings.Repeat("x", 5000)} {
		_, err := filter.ParsePath(text)
		var f *fault.Error
		require.ErrorAs(t, err, &f, "%.40q: %v", text, err)
	}
}

// FuzzParse: whatever is sent, the answer is a tree that reads back as itself or a fault.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`userName eq "x"`, `a[b eq "c"].d ne 1 or not (e pr and f lt "g")`, `((a pr)) and b co "\u0000"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		node, err := filter.Parse(text)
		if err != nil {
			var fault *fault.Error
			require.ErrorAs(t, err, &fault)
			return
		}
		if written := write(node); len(written) <= filter.MaxLength {
			again, err := filter.Parse(written)
			require.NoError(t, err)
			require.Equal(t, node, again)
		}
	})
}

// FuzzParsePath: whatever is sent, the answer is a path or a fault.
func FuzzParsePath(f *testing.F) {
	f.Add(`emails[type eq "work"].value`)
	f.Add(`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager`)
	f.Fuzz(func(t *testing.T, text string) {
		path, err := filter.ParsePath(text)
		if err != nil {
			var fault *fault.Error
			require.ErrorAs(t, err, &fault)
			return
		}
		require.NotEmpty(t, path.Attribute)
	})
}
