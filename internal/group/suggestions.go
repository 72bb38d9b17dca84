package group

// Suggestion is a description that an administrator can take as it is.
type Suggestion struct {
	ID          string
	Title       string
	Description string
}

// Suggestions gives the quick suggestions in a language, English where it is none of ours.
func Suggestions(language string) []Suggestion {
	if list, ok := suggestions[language]; ok {
		return list
	}
	return suggestions["en"]
}

var suggestions = map[string][]Suggestion{
	"en": {
		{"high-risk", "High-risk users", "High-risk users"},
		{"new-hires-without-training", "New hires without training", "New hires without training"},
		{"recent-clickers", "Recent clickers", "Recent clickers"},
		{"no-simulation-received", "No simulation received", "No simulation received"},
	},
	"es": {
		{"high-risk", "Usuarios de alto riesgo", "Usuarios de alto riesgo"},
		{"new-hires-without-training", "Nuevos empleados sin formación", "Nuevos empleados sin formación"},
		{"recent-clickers", "Hicieron clic recientemente", "Usuarios que hicieron clic recientemente"},
		{"no-simulation-received", "Sin simulaciones recibidas", "Sin simulaciones recibidas"},
	},
	"pt": {
		{"high-risk", "Usuários de alto risco", "Usuários de alto risco"},
		{"new-hires-without-training", "Novos contratados sem treinamento", "Novos contratados sem treinamento"},
		{"recent-clickers", "Clicaram recentemente", "Usuários que clicaram recentemente"},
		{"no-simulation-received", "Nenhuma simulação recebida", "Nenhuma simulação recebida"},
	},
}
