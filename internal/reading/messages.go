package reading

// translations are the messages in Spanish and Portuguese, by the English.
var translations = map[string][2]string{
	"Nobody has two of these at once: read as either.": {
		"Nadie tiene dos de estos a la vez: se leyó como cualquiera de ellos.",
		"Ninguém tem dois destes ao mesmo tempo: lido como qualquer um deles.",
	},
	"What is still to come cannot be known; groups are made of what has happened.": {
		"Lo que está por venir no se puede saber; los grupos se hacen con lo que ha pasado.",
		"O que ainda está por vir não se pode saber; os grupos são feitos do que já aconteceu.",
	},
	"The organization has nothing of this name.": {
		"La organización no tiene nada con este nombre.",
		"A organização não tem nada com este nome.",
	},
	"Something is missing here.": {
		"Aquí falta algo.",
		"Falta algo aqui.",
	},
	"It is not clear what \"only\" restricts.": {
		"No está claro qué limita este «solo».",
		"Não está claro o que este «só» limita.",
	},
	"\"and\" was read before \"or\". Use parentheses for another grouping.": {
		"La «y» se leyó antes que la «o». Use paréntesis para agrupar de otra manera.",
		"O «e» foi lido antes do «ou». Use parênteses para agrupar de outra forma.",
	},
	"Write \"in the last …\" for a time up to now.": {
		"Escriba «en los últimos …» para un tiempo hasta ahora.",
		"Escreva «nos últimos …» para um período até agora.",
	},
	"This window was applied to every verb before it.": {
		"Este plazo se aplicó a todos los verbos anteriores.",
		"Este período foi aplicado a todos os verbos anteriores.",
	},
	"This window was applied to \"never\" too.": {
		"Este plazo se aplicó también al «nunca».",
		"Este período foi aplicado também ao «nunca».",
	},
	"This seems to speak of the simulation or course and not of the person; join conditions on the person with \"and\" or \"who\".": {
		"Esto parece hablar de la simulación o del curso y no de la persona; una las condiciones sobre la persona con «y» o «que».",
		"Isto parece falar da simulação ou do curso e não da pessoa; una as condições sobre a pessoa com «e» ou «que».",
	},
	"This seems to say which simulation or course is meant, by what it is not; name those that are.": {
		"Esto parece decir de qué simulación o curso se trata por lo que no es; nombre los que sí.",
		"Isto parece dizer de que simulação ou curso se trata pelo que não é; nomeie os que são.",
	},
	"This parenthesis was never opened.": {
		"Este paréntesis no se abrió.",
		"Este parêntese não foi aberto.",
	},
	"This parenthesis is never closed.": {
		"Este paréntesis no se cierra.",
		"Este parêntese não é fechado.",
	},
	"This negation has nothing to negate.": {
		"Esta negación no tiene nada que negar.",
		"Esta negação não tem nada a negar.",
	},
	"This is not something that a group can be made of.": {
		"Con esto no se puede formar un grupo.",
		"Com isto não se pode formar um grupo.",
	},
	"This is a value of several fields; the first one was taken.": {
		"Es un valor de varios campos; se tomó el primero.",
		"É um valor de vários campos; foi usado o primeiro.",
	},
	"This date can be read two ways; write it as 2026-01-31.": {
		"Esta fecha se puede leer de dos maneras; escríbala como 2026-01-31.",
		"Esta data pode ser lida de duas formas; escreva-a como 2026-01-31.",
	},
	"There is no such day.": {
		"Ese día no existe.",
		"Esse dia não existe.",
	},
	"Taken for %s.": {
		"Se tomó por %s.",
		"Tomado por %s.",
	},
	"Several managers have this name: all of them are meant.": {
		"Varios jefes tienen este nombre: se refiere a todos.",
		"Vários gestores têm este nome: refere-se a todos.",
	},
	"Secrets are not recorded and cannot be shown.": {
		"Los secretos no se guardan y no se pueden mostrar.",
		"Os segredos não são guardados e não podem ser mostrados.",
	},
	"Scores of courses are not recorded.": {
		"Las notas de los cursos no se registran.",
		"As notas dos cursos não são registradas.",
	},
	"Say how long, such as \"the last 30 days\".": {
		"Diga cuánto tiempo, como «los últimos 30 días».",
		"Diga quanto tempo, como «os últimos 30 dias».",
	},
	"Say a number, such as \"at least 3\".": {
		"Diga un número, como «al menos 3».",
		"Diga um número, como «pelo menos 3».",
	},
	"Read as those in the country; nationality is not recorded.": {
		"Se leyó como los que están en el país; la nacionalidad no se registra.",
		"Lido como os que estão no país; a nacionalidade não é registrada.",
	},
	"Read as the ones and the others together.": {
		"Se leyó como los unos y los otros juntos.",
		"Lido como uns e outros juntos.",
	},
	"Read as the last %d days.": {
		"Se leyó como los últimos %d días.",
		"Lido como os últimos %d dias.",
	},
	"Read as started to work here, not as started a course.": {
		"Se leyó como empezar a trabajar aquí, no como empezar un curso.",
		"Lido como começar a trabalhar aqui, não como começar um curso.",
	},
	"Counted from any simulation received; name the campaign to count from that one.": {
		"Se cuenta desde cualquier simulación recibida; nombre la campaña para contar desde esa.",
		"Contado a partir de qualquer simulação recebida; nomeie a campanha para contar a partir dela.",
	},
	"Read as a time up to now.": {
		"Se leyó como un tiempo hasta ahora.",
		"Lido como um período até agora.",
	},
	"This was read of all of those before it.": {
		"Se leyó de todos los nombrados antes.",
		"Lido de todos os nomeados antes.",
	},
	"Read of the campaign named before it.": {
		"Se leyó de la campaña nombrada antes.",
		"Lido da campanha nomeada antes.",
	},
	"Read as all simulations received, and at least one.": {
		"Se leyó como todas las simulaciones recibidas, y al menos una.",
		"Lido como todas as simulações recebidas, e pelo menos uma.",
	},
	"Only what happened with simulations and courses can be put in order.": {
		"Solo se puede poner en orden lo que pasó con simulaciones y cursos.",
		"Só se pode pôr em ordem o que aconteceu com simulações e cursos.",
	},
	"This is not a year that can be asked for.": {
		"No es un año por el que se pueda preguntar.",
		"Não é um ano pelo qual se possa perguntar.",
	},
	"Read as another one than those named.": {
		"Se leyó como otro distinto de los nombrados.",
		"Lido como outro que não os nomeados.",
	},
	"Others than those named can be counted, and not put in order.": {
		"Los distintos de los nombrados se pueden contar, y no poner en orden.",
		"Os que não são os nomeados podem ser contados, e não postos em ordem.",
	},
	"Read as none of them.": {
		"Se leyó como ninguno de ellos.",
		"Lido como nenhum deles.",
	},
	"Read as enrolled and not completed yet.": {
		"Se leyó como inscrito y aún sin completar.",
		"Lido como inscrito e ainda não concluído.",
	},
	"Read as at least %d.": {
		"Se leyó como al menos %d.",
		"Lido como pelo menos %d.",
	},
	"Read as a percentage, and exactly that where nothing else is said.": {
		"Se leyó como porcentaje, y exactamente ese donde no se dice otra cosa.",
		"Lido como percentagem, e exatamente essa onde não se diz outra coisa.",
	},
	"Read as \"not\".": {
		"Se leyó como una negación.",
		"Lido como negação.",
	},
	"Order can be counted from any or from the last such event, not from the first.": {
		"El orden se puede contar desde cualquiera o desde el último de esos eventos, no desde el primero.",
		"A ordem pode ser contada a partir de qualquer um ou do último desses eventos, não do primeiro.",
	},
	"Only what was done with a simulation or a course is recorded.": {
		"Solo se registra lo que se hizo con una simulación o un curso.",
		"Só é registrado o que se fez com uma simulação ou um curso.",
	},
	"Nobody in the organization reports to %s.": {
		"Nadie en la organización depende de %s.",
		"Ninguém na organização responde a %s.",
	},
	"Nobody has two of these at once; write \"or\" between them where either is meant.": {
		"Nadie tiene dos de estos a la vez; escriba «o» entre ellos si vale cualquiera.",
		"Ninguém tem dois destes ao mesmo tempo; escreva «ou» entre eles se vale qualquer um.",
	},
	"It is not clear who is to be left out.": {
		"No está claro a quién hay que dejar fuera.",
		"Não está claro quem deve ficar de fora.",
	},
	"It is not clear what this time belongs to.": {
		"No está claro a qué se refiere este tiempo.",
		"Não está claro a que se refere este período.",
	},
	"How long something has been overdue cannot be asked for; only whether it is overdue now.": {
		"No se puede preguntar desde cuándo está vencido algo; solo si lo está ahora.",
		"Não se pode perguntar há quanto tempo algo está atrasado; só se está atrasado agora.",
	},
	"How long after can only be asked as \"within 30 days of\".": {
		"Cuánto tiempo después solo se puede pedir como «dentro de 30 días después de».",
		"Quanto tempo depois só se pode pedir como «dentro de 30 dias depois de».",
	},
	"Groups are not made by rank; say how many, such as \"at least 3\".": {
		"Los grupos no se hacen por puestos; diga cuántos, como «al menos 3».",
		"Os grupos não são feitos por classificação; diga quantos, como «pelo menos 3».",
	},
	"Groups are made of what is known of each person, not of the people that they manage.": {
		"Los grupos se hacen con lo que se sabe de cada persona, no de la gente a su cargo.",
		"Os grupos são feitos do que se sabe de cada pessoa, não das pessoas que ela gere.",
	},
	"Each stretch of time by itself cannot be asked for; name one window.": {
		"No se puede pedir cada periodo por separado; nombre uno solo.",
		"Não se pode pedir cada período em separado; nomeie um só.",
	},
	"Describe who should be in the group; questions about what something is are not answered here.": {
		"Describa quién debe estar en el grupo; aquí no se responden preguntas sobre qué es algo.",
		"Descreva quem deve estar no grupo; aqui não se respondem perguntas sobre o que algo é.",
	},
	"Describe who should be in the group; a description cannot carry out orders.": {
		"Describa quién debe estar en el grupo; una descripción no puede cumplir órdenes.",
		"Descreva quem deve estar no grupo; uma descrição não pode cumprir ordens.",
	},
	"Describe who should be in the group, for example \"employees in Finance who clicked in the last 30 days\".": {
		"Describa quién debe estar en el grupo, por ejemplo «empleados de Finance que hicieron clic en los últimos 30 días».",
		"Descreva quem deve estar no grupo, por exemplo «funcionários de Finance que clicaram nos últimos 30 dias».",
	},
	"Days of the week and times of day cannot be asked for.": {
		"No se puede preguntar por días de la semana ni horas del día.",
		"Não se pode perguntar por dias da semana nem horas do dia.",
	},
	"A description has at most 40 conditions.": {
		"Una descripción tiene como máximo 40 condiciones.",
		"Uma descrição tem no máximo 40 condições.",
	},
	"A description has at most 1,000 characters.": {
		"Una descripción tiene como máximo 1000 caracteres.",
		"Uma descrição tem no máximo 1000 caracteres.",
	},
	"It stands behind a negation or an exception, so the meaning could turn round.": {
		"Está detrás de una negación o una excepción, así que el sentido podría invertirse.",
		"Está atrás de uma negação ou exceção, por isso o sentido poderia se inverter.",
	},
	"Nothing in this says who should be in the group. Write, for example, \"employees in Finance who clicked in the last 30 days\".": {
		"Nada de esto dice quién debe estar en el grupo. Escriba, por ejemplo, «empleados de Finance que hicieron clic en los últimos 30 días».",
		"Nada disto diz quem deve estar no grupo. Escreva, por exemplo, «funcionários de Finance que clicaram nos últimos 30 dias».",
	},
}

// say gives a message in the description's language; one without a translation is English.
func (p *parser) say(message string) string {
	if p.lang == english {
		return message
	}
	if translated, known := translations[message]; known {
		return translated[p.lang-spanish]
	}
	return message
}
