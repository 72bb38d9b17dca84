package eval

import (
	"slices"
	"strings"

	"muster/internal/criteria"
)

func department(n criteria.Department) condition {
	compiled := departmentTest(n)
	compiled.needs, compiled.shows = OnFields(OwnDepartment).And(OnDepartments(n.IDs...)), (*witness).department
	return compiled
}

func departmentTest(n criteria.Department) condition {
	if n.Missing {
		return condition{cost: 1, holds: func(f *Facts, _ *moment) bool { return len(f.Departments) == 0 }}
	}
	if len(n.IDs) == 1 {
		id := n.IDs[0]
		return condition{cost: 2, holds: func(f *Facts, _ *moment) bool { return slices.Contains(f.Departments, id) }}
	}
	ids := slices.Clone(n.IDs)
	return condition{cost: 5, holds: func(f *Facts, _ *moment) bool { return intersect(f.Departments, ids) }}
}

func inGroup(n criteria.InGroup) condition {
	ids := slices.Clone(n.IDs)
	return condition{
		needs: OnGroups(ids...), cost: 5,
		holds: func(f *Facts, _ *moment) bool { return intersect(f.Groups, ids) },
		shows: func(w *witness) { w.groups(ids) },
	}
}

func intersect[T comparable](some, others []T) bool {
	for _, one := range some {
		if slices.Contains(others, one) {
			return true
		}
	}
	return false
}

func profile(n criteria.Profile) condition {
	field := textFieldOf[n.Field]
	compiled := profileTest(n, field)
	compiled.needs, compiled.shows = OnText(field), func(w *witness) { w.value(string(n.Field), w.facts.Text[field]) }
	return compiled
}

func profileTest(n criteria.Profile, field TextField) condition {
	if n.Missing {
		return condition{cost: 1, holds: func(f *Facts, _ *moment) bool { return f.Text[field] == "" }}
	}
	matches, cost := matcher(n)
	keys := n.Keys()
	if len(keys) == 1 {
		key := keys[0]
		return condition{cost: cost, holds: func(f *Facts, _ *moment) bool { return matches(f.Text[field], key) }}
	}
	return condition{cost: 2 * cost, holds: func(f *Facts, _ *moment) bool {
		for _, key := range keys {
			if matches(f.Text[field], key) {
				return true
			}
		}
		return false
	}}
}

// matcher gives the comparison of a field's key with a value's, and its cost.
func matcher(n criteria.Profile) (matches func(has, key string) bool, cost int) {
	switch {
	case n.Field == criteria.FieldLanguage:
		return speaks, 4
	case n.Matching() == criteria.MatchWords:
		return containsWords, 20
	case n.Matching() == criteria.MatchStartsWith:
		return strings.HasPrefix, 4
	case n.Matching() == criteria.MatchEndsWith:
		return strings.HasSuffix, 4
	default:
		return func(has, key string) bool { return has == key }, 3
	}
}

// speaks tells whether the language is that one or a regional form of it.
func speaks(has, key string) bool {
	return strings.HasPrefix(has, key) && (len(has) == len(key) || has[len(key)] == '-')
}

// containsWords tells whether every word of key, " like these ", is a word of has.
func containsWords(has, key string) bool {
	for len(key) > 1 {
		end := 1 + strings.IndexByte(key[1:], ' ')
		if !strings.Contains(has, key[:end+1]) {
			return false
		}
		key = key[end:]
	}
	return true
}
