package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
)

func TestReadbackGap(t *testing.T) {
	for _, c := range []struct{ field, lang, want string }{
		{"hiredOn", "en", "38 % of employees have no hire date"},
		{"department", "en", "38 % of employees have no department"},
		{"hiredOn", "es", "El 38 % de los empleados no tienen fecha de contratación"},
		{"title", "pt", "38 % dos funcionários não têm cargo"},
		{"workMode", "en", `38 % of employees have no attribute "workMode"`},
	} {
		require.Equal(t, c.want, criteria.ReadbackGap(c.field, 38, 100, c.lang))
	}
	require.Equal(t, "< 1 % of employees have no hire date", criteria.ReadbackGap("hiredOn", 1, 1000, "en"))
}
