package criteria_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"  São  PAULO ", "sao paulo"},
		{"sao\tpaulo", "sao paulo"},
		{"Straße", "straße"},
		{"ﬁnance", "finance"},
		{"Ｆｉｎａｎｃｅ", "finance"},
		{"İstanbul", "istanbul"},
		{"Ñandú", "nandu"},
		{"\u0301", ""},
		{"", ""},
	} {
		require.Equal(t, c.want, criteria.Fold(c.text), c.text)
	}
}

func TestFoldWords(t *testing.T) {
	require.Equal(t, " marketing manager ", criteria.FoldWords("Marketing-Managers!"))
	require.Empty(t, criteria.FoldWords(" ?! "))
	require.Equal(t, criteria.FoldWords("Store Director"), criteria.FoldWords("STORES directores"))
	require.NotContains(t, criteria.FoldWords("Managerial Assistant"), criteria.FoldWords("Manager"))
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		require.Equal(t, criteria.Fold(text), criteria.Fold(criteria.Fold(text)))
		require.Equal(t, criteria.FoldWords(text), criteria.FoldWords(criteria.FoldWords(text)))
	})
}

func TestSingularAndPluralHaveOneForm(t *testing.T) {
	for pair := range strings.FieldsSeq(`
		manager:managers store:stores house:houses nurse:nurses associate:associates executive:executives
		secretary:secretaries attorney:attorneys boss:bosses process:processes branch:branches box:boxes campus:campuses
		analysis:analyses office:offices trainee:trainees employee:employees clerk:clerks role:roles service:services
		representative:representatives sale:sales paralegal:paralegals engineer:engineers lens:lenses class:classes
		director:directores gerente:gerentes analista:analistas jefe:jefes profesional:profesionales gestion:gestiones
		juez:jueces aprendiz:aprendices pais:paises ingles:ingleses vendedor:vendedores abogado:abogados practicante:practicantes
		diretor:diretores profissional:profissionais responsavel:responsaveis operacao:operacoes estagiario:estagiarios
		assistente:assistentes coordenador:coordenadores comercial:comerciais tecnica:tecnicas portugues:portugueses`) {
		one, many, _ := strings.Cut(pair, ":")
		require.Equal(t, criteria.Singular(one), criteria.Singular(many), pair)
	}
}

// Words of titles and places that mean different things stay different.
func TestDistinctWordsStayDistinct(t *testing.T) {
	forms := map[string]string{}
	for word := range strings.FieldsSeq(`
		manager management director direction store storage sale sailor nurse nursery executive execution account accountant
		accounting analyst analysis clerk cleric lead leader head host hostess officer office official engineer engineering
		intern internal internist legal paralegal law lawyer market marketing merchant mechanic product production producer project
		procurement process processor secretary security senior service server support supervisor tax taxi teller test
		tester trade trader train trainer trainee transport treasury vice voice vendor warehouse writer bus business
		boss base case cash chef chief card care cars coach code coder cook course court data date desk design
		gerente gerencia jefe jefa analista asesor asistente ventas vendedor contador contable abogado becario`) {
		form := criteria.Singular(word)
		require.NotContains(t, forms, form, "%s and %s", word, forms[form])
		forms[form] = word
	}
}

func TestRegularPluralsHaveOneForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stem := rapid.StringMatching(`[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z]{1,2}[aeiou]`).Draw(t, "stem")
		c := rapid.SampledFrom([]struct {
			ends             string // letters that such a singular ends with
			singular, plural string
		}{
			{"bcdfgklmnprtvw", "", "s"},  // English
			{"sxzhdlnr", "", "es"},       // English boxes, Spanish and Portuguese after a consonant
			{"aotcgk", "e", "es"},        // gerente, gerentes
			{"dlnrsxz", "e", "es"},       // store, stores
			{"bdglmnrtv", "y", "ies"},    // secretary, secretaries
			{"aeiou", "z", "ces"},        // juez, jueces
			{"dfglmnprtv", "a", "as"},    // analista, analistas
			{"dfglmnprtv", "o", "os"},    // abogado, abogados
			{"aeiou", "cao", "coes"},     // operacao, operacoes
			{"bcdfgmnprtv", "al", "ais"}, // profissional, profissionais
		}).Draw(t, "class")
		letter := string(c.ends[rapid.IntRange(0, len(c.ends)-1).Draw(t, "letter")])
		one, many := stem+letter+c.singular, stem+letter+c.plural
		require.Equal(t, criteria.Singular(one), criteria.Singular(many), "%s %s", one, many)
	})
}
