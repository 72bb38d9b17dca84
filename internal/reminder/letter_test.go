package reminder

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/reminder/mail"
)

var noon = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

func written(t *testing.T, l letter) mail.Message {
	t.Helper()
	var m mail.Message
	require.NoError(t, l.write(&m))
	return m
}

func TestLettersInEachLanguage(t *testing.T) {
	trainings := []training{
		{course: "Phishing basics", dueAt: new(noon.AddDate(0, 0, -3))},
		{course: "Passwords", dueAt: new(noon.AddDate(0, 1, 0))},
		{course: "Welcome"},
	}
	tests := map[string]struct{ subject, text string }{
		"en": {
			"Reminder: 3 trainings are waiting for you",
			`Hello Ana,

you have not finished these trainings yet:

- Phishing basics (overdue since May 17, 2026)
- Passwords (due on June 20, 2026)
- Welcome

Please complete what is open as soon as you can.

A message from Acme:

    Please!
    Bo

-- 
Acme sent you this reminder because you are enrolled. This is an automatic message.
`,
		},
		"es": {
			"Recordatorio: tienes 3 formaciones pendientes",
			`Hola, Ana:

Todavía no has terminado estas formaciones:

- Phishing basics (vencida desde el 17 de mayo de 2026)
- Passwords (vence el 20 de junio de 2026)
- Welcome

Por favor, complétalo lo antes posible.

Un mensaje de Acme:

    Please!
    Bo

-- 
Acme te envía este recordatorio porque tienes una inscripción. Este es un mensaje automático.
`,
		},
		"pt": {
			"Lembrete: você tem 3 treinamentos pendentes",
			`Olá, Ana,

você ainda não concluiu estes treinamentos:

- Phishing basics (em atraso desde 17 de maio de 2026)
- Passwords (prazo: 20 de junho de 2026)
- Welcome

Por favor, conclua o que está pendente assim que puder.

Uma mensagem de Acme:

    Please!
    Bo

-- 
Acme enviou este lembrete porque você tem uma inscrição. Esta é uma mensagem automática.
`,
		},
	}
	require.Len(t, tests, len(languages))
	for language, want := range tests {
		m := written(t, letter{
			organization: "Acme", name: "Ana", language: language, message: "Please!\nBo", trainings: trainings, now: noon,
		})
		require.Equal(t, want.subject, m.Subject)
		require.Equal(t, want.text, m.Text)
		require.Equal(t, language, m.Language)
		require.Contains(t, m.HTML, `<html lang="`+language+`">`)
		require.Contains(t, m.HTML, "Please!<br>\nBo</blockquote>")
		require.Equal(t, 1, strings.Count(m.HTML, "<strong"), "one is overdue")
	}
}

func TestALetterForOneTraining(t *testing.T) {
	m := written(t, letter{organization: "Acme", name: "Ana", language: "en", trainings: []training{{course: "Passwords"}}, now: noon})
	require.Equal(t, "Reminder: a training is waiting for you", m.Subject)
	require.Equal(t, `Hello Ana,

you have not finished this training yet:

- Passwords

Please complete what is open as soon as you can.

-- 
Acme sent you this reminder because you are enrolled. This is an automatic message.
`, m.Text)
	require.NotContains(t, m.HTML, "blockquote")
}

func TestWordsFromOutsideAreTextInALetter(t *testing.T) {
	const script = "<script>alert(1)</script>"
	m := written(t, letter{
		organization: script, name: "Ana\r\n\r\nFree money", language: "en", message: script + "\n{{.Footer}}",
		trainings: []training{{course: script + "\n- another"}}, now: noon,
	})
	require.NotContains(t, m.HTML, "<script")
	require.Contains(t, m.HTML, "{{.Footer}}")
	require.Contains(t, m.Text, "    "+script+"\n    {{.Footer}}\n")
	require.Contains(t, m.Text, "Hello Ana Free money,\n")
	require.Contains(t, m.Text, "- "+script+" - another\n")
}

func TestALongList(t *testing.T) {
	m := written(t, letter{name: "Ana", language: "en", trainings: make([]training, maxListed+2), now: noon})
	require.Equal(t, "Reminder: 32 trainings are waiting for you", m.Subject)
	require.Contains(t, m.Text, "  and 2 more\n")
	require.Contains(t, m.HTML, "<p>and 2 more</p>")
	require.Equal(t, maxListed, strings.Count(m.HTML, "<li>"))
}

func TestDueAtThisInstantIsOverdue(t *testing.T) {
	w := languages["en"]
	require.True(t, w.line(training{dueAt: new(noon)}, noon).Overdue)
	require.False(t, w.line(training{dueAt: new(noon.Add(time.Millisecond))}, noon).Overdue)
}

func TestLanguageFor(t *testing.T) {
	tests := []struct{ person, organization, want string }{
		{"es-mx", "en", "es"}, {"pt", "en", "pt"}, {"PT-BR", "es", "pt"}, {"", "es", "es"}, {"fr", "pt", "pt"}, {"fr", "", "en"}, {"espanol", "en", "en"},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, languageFor(tt.person, tt.organization), "%+v", tt)
	}
}
