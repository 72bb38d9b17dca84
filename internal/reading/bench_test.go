package reading_test

import (
	"testing"

	"muster/internal/reading"
)

// descriptions by their number of words.
var descriptions = map[string]string{
	"10 words": "Contractors in Madrid who clicked in the last 90 days",
	"40 words": "Employees in Finance, Legal or Customer Support, excluding contractors and interns, who clicked at least two simulations or submitted " +
		"credentials in the last 90 days but have not completed Phishing Basics and have never reported a simulation since their last click",
	"160 words": "Employees in Finance, Legal or Customer Support, excluding contractors and interns, who clicked at least two simulations or submitted " +
		"credentials in the last 90 days but have not completed Phishing Basics; or high-risk users in Madrid, Barcelona or Lisbon who speak Spanish and " +
		"were hired before 15 January 2024; or remote workers in Engineering, except Mobile, who fell for a QR or voice simulation in the last six months " +
		"and have a risk score above 40; or part-time staff in the United States or the United Kingdom who opened Invoice Overdue but did not click it; " +
		"or new hires without training; or repeat offenders whose title contains Manager; or people who have not logged in for 60 days; " +
		"or funcionários do Brasil que clicaram nos últimos 3 meses; o empleados de Sales que cayeron en más de dos simulaciones este año",
}

func BenchmarkRead(b *testing.B) {
	reader := reading.NewReader(company(), reading.DefaultGlossary())
	for name, text := range descriptions {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				reader.Read(text, now)
			}
		})
	}
}

func BenchmarkNewReader(b *testing.B) {
	catalog := company()
	for b.Loop() {
		reading.NewReader(catalog, reading.DefaultGlossary())
	}
}
