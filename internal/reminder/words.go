package reminder

import (
	"fmt"
	"strings"
	"time"
)

// words are what a letter is made of in one language. Those of two forms are for one training and for more.
type words struct {
	subject  [2]string // the second with the number
	greeting string    // with the name
	intro    [2]string
	due      string // with the day
	overdue  string // with the day
	more     [2]string
	message  string // before the administrator's own words; with the organization's name
	closing  string
	footer   string // with the organization's name
	months   [12]string
	date     string // with day, month and year, by number
}

// fallback is the language where no other is known.
const fallback = "en"

var languages = map[string]words{
	"en": {
		subject:  [2]string{"Reminder: a training is waiting for you", "Reminder: %d trainings are waiting for you"},
		greeting: "Hello %s,",
		intro:    [2]string{"you have not finished this training yet:", "you have not finished these trainings yet:"},
		due:      "due on %s",
		overdue:  "overdue since %s",
		more:     [2]string{"and one more", "and %d more"},
		message:  "A message from %s:",
		closing:  "Please complete what is open as soon as you can.",
		footer:   "%s sent you this reminder because you are enrolled. This is an automatic message.",
		months: [12]string{
			"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December",
		},
		date: "%[2]s %[1]d, %[3]d",
	},
	"es": {
		subject:  [2]string{"Recordatorio: tienes una formación pendiente", "Recordatorio: tienes %d formaciones pendientes"},
		greeting: "Hola, %s:",
		intro:    [2]string{"Todavía no has terminado esta formación:", "Todavía no has terminado estas formaciones:"},
		due:      "vence el %s",
		overdue:  "vencida desde el %s",
		more:     [2]string{"y una más", "y %d más"},
		message:  "Un mensaje de %s:",
		closing:  "Por favor, complétalo lo antes posible.",
		footer:   "%s te envía este recordatorio porque tienes una inscripción. Este es un mensaje automático.",
		months: [12]string{
			"enero", "febrero", "marzo", "abril", "mayo", "junio",
			"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
		},
		date: "%[1]d de %[2]s de %[3]d",
	},
	"pt": {
		subject:  [2]string{"Lembrete: você tem um treinamento pendente", "Lembrete: você tem %d treinamentos pendentes"},
		greeting: "Olá, %s,",
		intro:    [2]string{"você ainda não concluiu este treinamento:", "você ainda não concluiu estes treinamentos:"},
		due:      "prazo: %s",
		overdue:  "em atraso desde %s",
		more:     [2]string{"e mais um", "e mais %d"},
		message:  "Uma mensagem de %s:",
		closing:  "Por favor, conclua o que está pendente assim que puder.",
		footer:   "%s enviou este lembrete porque você tem uma inscrição. Esta é uma mensagem automática.",
		months: [12]string{
			"janeiro", "fevereiro", "março", "abril", "maio", "junho",
			"julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
		},
		date: "%[1]d de %[2]s de %[3]d",
	},
}

// languageFor chooses the person's language where there are words in it, else the organization's.
func languageFor(person, organization string) string {
	for _, tag := range []string{person, organization} {
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if _, ok := languages[base]; ok {
			return base
		}
	}
	return fallback
}

// counted chooses between the forms for one and for more, and fills the number in.
func counted(forms [2]string, n int) string {
	if n == 1 {
		return forms[0]
	}
	if strings.Contains(forms[1], "%d") {
		return fmt.Sprintf(forms[1], n)
	}
	return forms[1]
}

func (w words) day(t time.Time) string {
	return fmt.Sprintf(w.date, t.Day(), w.months[t.Month()-1], t.Year())
}
