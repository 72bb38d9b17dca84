package demo

import "strings"

// office is a place of work and the language that people mostly speak there.
type office struct{ location, country, language string }

var offices = map[string]office{
	"lis": {"Lisbon", "PT", "pt"},
	"opo": {"Porto", "PT", "pt"},
	"sao": {"São Paulo", "BR", "pt"},
	"vlc": {"Valencia", "ES", "es"},
	"mad": {"Madrid", "ES", "es"},
	"mex": {"Mexico City", "MX", "es"},
	"bog": {"Bogotá", "CO", "es"},
	"bri": {"Bristol", "GB", "en"},
	"chi": {"Chicago", "US", "en"},
	"tor": {"Toronto", "CA", "en"},
}

// team is a department with people directly in it.
type team struct {
	path    string
	lead    string   // the title of who leads it
	titles  []string // of everybody else
	share   int      // of new people, relative to the others'
	offices []string
	onSite  bool // the work is where the goods are: never remote
}

var everywhere = strings.Fields("lis opo sao vlc mad mex bog bri chi tor")

// teams lists each department after those above it. The first one's lead is at the top of the company.
var teams = []team{
	{"Executive", "Chief Executive Officer", []string{"Chief of Staff", "Executive Assistant"}, 1, []string{"lis"}, false},
	{"Finance", "Chief Financial Officer", []string{"Financial Controller", "Finance Analyst"}, 2, []string{"lis", "bri"}, false},
	{"Finance/Accounting", "Head of Accounting", []string{"Accountant", "Senior Accountant", "Accounts Payable Clerk"}, 6, []string{"lis", "vlc", "sao"}, false},
	{"Finance/Payroll", "Payroll Manager", []string{"Payroll Specialist"}, 3, []string{"lis", "mex", "bri"}, false},
	{"Finance/Treasury", "Treasurer", []string{"Treasury Analyst"}, 2, []string{"bri"}, false},
	{"Legal", "General Counsel", []string{"Legal Counsel", "Paralegal", "Contract Manager"}, 4, []string{"lis", "chi", "mad"}, false},
	{"Legal/Compliance", "Compliance Manager", []string{"Compliance Officer", "Data Protection Officer"}, 2, []string{"lis", "sao"}, false},
	{"Human Resources", "Chief People Officer", []string{"HR Business Partner", "Office Manager"}, 3, []string{"lis", "mad", "chi"}, false},
	{"Human Resources/Recruiting", "Head of Recruiting", []string{"Recruiter", "Talent Sourcer"}, 3, []string{"opo", "mex"}, false},
	{"Technology", "Chief Technology Officer", []string{"Enterprise Architect", "Technical Program Manager"}, 1, []string{"opo"}, false},
	{"Technology/Storefront", "Engineering Manager", []string{"Software Engineer", "Senior Software Engineer", "Product Designer"}, 7, []string{"opo", "vlc", "tor"}, false},
	{"Technology/Supply Systems", "Engineering Manager", []string{"Software Engineer", "Senior Software Engineer", "QA Engineer"}, 6, []string{"opo", "bog"}, false},
	{"Technology/Analytics", "Head of Analytics", []string{"Data Engineer", "Data Analyst"}, 3, []string{"opo", "sao"}, false},
	{"Technology/IT Services", "IT Manager", []string{"Systems Administrator", "Help Desk Technician"}, 4, []string{"lis", "chi", "mex"}, false},
	{"Sales", "Chief Commercial Officer", []string{"Sales Operations Analyst"}, 2, []string{"mad", "lis"}, false},
	{"Sales/Iberia", "Regional Sales Manager", []string{"Account Executive", "Key Account Manager"}, 7, []string{"lis", "vlc", "mad"}, false},
	{"Sales/Latin America", "Regional Sales Manager", []string{"Account Executive", "Key Account Manager"}, 8, []string{"mex", "bog", "sao"}, false},
	{"Sales/North America", "Regional Sales Manager", []string{"Account Executive", "Sales Development Representative"}, 6, []string{"chi", "tor"}, false},
	{"Marketing", "Marketing Director", []string{"Marketing Manager", "Brand Designer"}, 3, []string{"mad", "bri"}, false},
	{"Marketing/Digital Channels", "Digital Marketing Manager", []string{"Content Writer", "Campaign Specialist"}, 4, []string{"mad", "sao", "bri"}, false},
	{"Operations", "Chief Operating Officer", []string{"Operations Analyst", "Quality Inspector"}, 4, []string{"vlc", "mex"}, false},
	{"Operations/Procurement", "Head of Procurement", []string{"Buyer", "Senior Buyer", "Import Coordinator"}, 6, []string{"vlc", "bog", "lis"}, false},
	{"Operations/Warehouse", "Warehouse Manager", []string{"Warehouse Operative", "Forklift Driver", "Shift Supervisor"}, 12, []string{"vlc", "mex", "chi"}, true},
	{"Operations/Transport", "Transport Manager", []string{"Driver", "Dispatch Planner"}, 6, []string{"vlc", "opo", "tor"}, true},
	{"Customer Care", "Head of Customer Care", []string{"Customer Care Agent", "Senior Customer Care Agent"}, 9, everywhere, false},
}

// headOf gives who leads the department above; the top of the company for those with none above. Leads have the
// numbers of their teams.
func headOf(path string) int {
	cut := strings.LastIndex(path, "/")
	if cut < 0 {
		return 0
	}
	for i, t := range teams {
		if t.path == path[:cut] {
			return i
		}
	}
	return 0
}

// someTeam draws a team for somebody new.
func someTeam(r *roll) int {
	total := 0
	for _, t := range teams {
		total += t.share
	}
	n := r.IntN(total)
	for i, t := range teams {
		if n -= t.share; n < 0 {
			return i
		}
	}
	return 0
}

// Names by the language of the office. Somebody in five has one from elsewhere.
var (
	givenNames = map[string][]string{
		"en": strings.Fields(`Alice Arthur Bethany Callum Daisy Edwin Fiona Gareth Hannah Imogen Joel Keira Lewis Martha Nathan
			Owen Phoebe Quentin Rosie Samuel Tessa Violet Wesley Yasmin Zachary Aisha Kwame Mei Ravi Ingrid`),
		"es": strings.Fields(`Adrián Alba Álvaro Beatriz Blanca César Clara Darío Esteban Gabriela Gonzalo Héctor Irene Jimena
			Julián Leonor Lorenzo Marisol Nicolás Noelia Óscar Paloma Ramón Rocío Salvador Teresa Ulises Valeria Ximena Yolanda`),
		"pt": strings.Fields(`Afonso Aline Bruno Catarina Cauã Débora Duarte Eduarda Fábio Filipa Gilberto Helena Iara Joaquim
			Júlia Leandro Lívia Madalena Marcelo Nuno Olívia Paulo Renata Rodrigo Simão Tainá Tomás Vasco Vitória Yara`),
	}
	familyNames = map[string][]string{
		"en": strings.Fields(`Abbott Barnes Bishop Carver Chambers Dalton Ellison Fletcher Garner Hargreaves Ibrahim Jennings
			Kendrick Lockwood Marsh Norris Okafor Prescott Quinn Radcliffe Sharma Thornton Underhill Vaughan Whitfield Yeung`),
		"es": strings.Fields(`Aguilar Benítez Cabrera Delgado Escobar Figueroa Guerrero Herrera Ibáñez Jurado Lozano Maldonado
			Navarro Ortega Palacios Quiroga Rivas Salinas Trujillo Urrutia Vargas Yáñez Zamora Cárdenas Montoya Pacheco`),
		"pt": strings.Fields(`Almeida Barbosa Cardoso Domingues Esteves Ferreira Guimarães Henriques Leite Machado Nogueira
			Oliveira Pinheiro Queirós Ramalho Salgueiro Teixeira Valente Xavier Azevedo Brandão Correia Falcão Moreira Neves Lobo`),
	}
	languages = []string{"en", "es", "pt"}
)
