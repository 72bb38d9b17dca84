package reading

import "strings"

var spanishIrregular = map[string]string{ // infinitive: forms, past ones first, then "/" and the others
	"hacer":        "hizo hicieron hecho hacia hacian hiciera hicieran hubiera / hace hacen haga hagan haciendo hacer hacerlo",
	"dar":          "dio dieron dado daba daban diera dieran / da dan de den dando dar darle",
	"caer":         "cayo cayeron caido caia caian cayera cayeran / cae caen caiga caigan cayendo caer",
	"abrir":        "abrio abrieron abierto abria abrian abriera abrieran / abre abren abra abran abriendo abrir abrirlo abrirla",
	"introducir":   "introdujo introdujeron introducido introducia introducian introdujera / introduce introducen introduzca introduzcan introduciendo introducir",
	"responder":    "respondio respondieron respondido respondia respondian / responde responden responda respondan respondiendo responder",
	"poner":        "puso pusieron puesto ponia ponian / pone ponen ponga pongan poniendo poner",
	"tener":        "tuvo tuvieron tenido tenia tenian / tiene tienen tenga tengan teniendo tener",
	"ver":          "vio vieron visto veia veian / ve ven vea vean viendo ver",
	"leer":         "leyo leyeron leido leia leian / lee leen lea lean leyendo leer",
	"morder":       "mordio mordieron mordido / muerde muerden muerda muerdan mordiendo morder",
	"picar":        "pico picaron picado picaba picaban / pica pican pique piquen picando picar",
	"entregar":     "entrego entregaron entregado entregaba entregaban / entrega entregan entregue entreguen entregando entregar",
	"comenzar":     "comenzo comenzaron comenzado comenzaba / comienza comienzan comience comiencen comenzando comenzar comenzarlo",
	"empezar":      "empezo empezaron empezado empezaba / empieza empiezan empiece empiecen empezando empezar empezarlo",
	"pulsar":       "pulso pulsaron pulsado pulsaba pulsaban / pulsa pulsan pulse pulsen pulsando pulsar",
	"perder":       "perdio perdieron perdido / pierde pierden pierda pierdan perdiendo perder",
	"conseguir":    "consiguio consiguieron conseguido / consigue consiguen consiga consigan consiguiendo conseguir",
	"seguir":       "siguio siguieron seguido seguia seguian / sigue siguen siga sigan siguiendo seguir",
	"incorporar":   "incorporo incorporaron incorporado incorporaba / incorpora incorporan incorpore incorporen incorporando incorporar incorporarse",
	"inscribir":    "inscribio inscribieron inscrito inscripto inscribia / inscribe inscriben inscriba inscriban inscribiendo inscribir",
	"suspender":    "suspendio suspendieron suspendido / suspende suspenden suspenda suspendan suspendiendo suspender",
	"estar":        "estuvo estuvieron estado estaba estaban / esta estan este esten estando estar",
	"ser":          "fue fueron sido era eran fuera fueran / es son sea sean siendo ser",
	"volver":       "volvio volvieron vuelto volvia / vuelve vuelven vuelva vuelvan volviendo volver",
	"reconocer":    "reconocio reconocieron reconocido / reconoce reconocen reconozca reconozcan reconociendo reconocer",
	"advertir":     "advirtio advirtieron advertido / advierte advierten advierta adviertan advirtiendo advertir",
	"proporcionar": "proporciono proporcionaron proporcionado / proporciona proporcionan proporcione proporcionen proporcionando proporcionar",
	"ir":           "fue fueron ido / va van vaya vayan yendo ir",
	"transmitir":   "transmitio transmitieron transmitido / transmite transmiten transmita transmitan transmitiendo transmitir",
	"pertenecer":   "pertenecio pertenecieron pertenecido pertenecia / pertenece pertenecen pertenezca pertenezcan perteneciendo pertenecer",
	"decir":        "dijo dijeron dicho / dice dicen diga digan diciendo decir",
	"acceder":      "accedio accedieron accedido accedia / accede acceden acceda accedan accediendo acceder",
}

var portugueseIrregular = map[string]string{
	"fazer":     "fez fizeram feito fazia faziam fizesse fizessem / faz fazem faca facam fazendo fazer fizer fizerem",
	"dar":       "deu deram dado dava davam desse dessem / da dao de deem dando dar der derem",
	"cair":      "caiu cairam caido caia caiam caisse caissem / cai caem caia caiam caindo cair cairem",
	"abrir":     "abriu abriram aberto abria abriam abrisse abrissem / abre abrem abra abram abrindo abrir abrirem",
	"ter":       "teve tiveram tido tinha tinham tivesse tivessem / tem tenha tenham tendo ter tiver tiverem",
	"por":       "pos puseram posto punha / poe poem ponha ponham pondo por",
	"ler":       "leu leram lido lia liam / le leem leia leiam lendo ler lerem",
	"ver":       "viu viram visto via viam / ve veem veja vejam vendo ver virem",
	"entregar":  "entregou entregaram entregado entregue entregava / entrega entregam entreguem entregando entregar",
	"estar":     "esteve estiveram estado estava estavam / esta estao esteja estejam estando estar estiver estiverem",
	"ser":       "foi foram sido era eram fosse fossem / e sao seja sejam sendo ser for forem",
	"inserir":   "inseriu inseriram inserido inseria / insere inserem insira insiram inserindo inserir",
	"seguir":    "seguiu seguiram seguido seguia / segue seguem siga sigam seguindo seguir",
	"perder":    "perdeu perderam perdido / perde perdem perca percam perdendo perder",
	"inscrever": "inscreveu inscreveram inscrito inscrevia / inscreve inscrevem inscreva inscrevam inscrevendo inscrever",
	"morder":    "mordeu morderam mordido / morde mordem morda mordam mordendo morder",
	"ir":        "foi foram ido / vai vao va indo ir",
	"fornecer":  "forneceu forneceram fornecido fornecia / fornece fornecem forneca fornecam fornecendo fornecer",
	"concluir":  "concluiu concluiram concluido concluia concluiam concluisse / conclui concluem conclua concluam concluindo concluir concluirem",
	"pertencer": "pertenceu pertenceram pertencido pertencia / pertence pertencem pertenca pertencam pertencendo pertencer",
	"ingressar": "ingressou ingressaram ingressado ingressava / ingressa ingressam ingresse ingressem ingressando ingressar",
	"receber":   "recebeu receberam recebido recebia recebiam recebesse / recebe recebem receba recebam recebendo receber receberem",
	"digitar":   "digitou digitaram digitado digitava / digita digitam digite digitem digitando digitar",
	"dizer":     "disse disseram dito / diz dizem diga digam dizendo dizer",
}

func irregular(forms string) []inflected {
	past, other, _ := strings.Cut(forms, "/")
	var all []inflected
	for w := range strings.FieldsSeq(past) {
		all = append(all, inflected{word: w, form: formPast})
	}
	for w := range strings.FieldsSeq(other) {
		all = append(all, inflected{word: w, form: formBase})
	}
	return all
}

// endingsOf spells a regular verb's forms out: the stem with each ending; "-" marks the rare ones.
func endingsOf(stem, past, present, gerund, future string) []inflected {
	var all []inflected
	for _, group := range []struct {
		form verbForm
		list string
	}{{formPast, past}, {formBase, present}, {formGerund, gerund}, {formFuture, future}} {
		for ending := range strings.FieldsSeq(group.list) {
			word, rare := strings.CutPrefix(ending, "-")
			all = append(all, inflected{word: stem + word, form: group.form, rare: rare})
		}
	}
	return all
}

func conjugateSpanish(verb string) []inflected {
	if forms, ok := spanishIrregular[verb]; ok {
		return irregular(forms)
	}
	stem := verb[:len(verb)-2]
	var all []inflected
	soft := stem // the stem before e: registrar, but indicar → indique, llegar → llegue
	switch {
	case strings.HasSuffix(verb, "car"):
		soft = stem[:len(stem)-1] + "qu"
	case strings.HasSuffix(verb, "gar"):
		soft = stem + "u"
	case strings.HasSuffix(verb, "zar"):
		soft = stem[:len(stem)-1] + "c"
	}
	switch verb[len(verb)-2:] {
	case "ar":
		all = endingsOf(stem, "o aron ado -aba -aban -ara -aran", "a an ar -arlo -arla -arlos -arlas -arse", "ando -andolo -andola", "")
		all = append(all, endingsOf(soft, "", "-e -en", "", "")...)
	default:
		all = endingsOf(stem, "io ieron ido -ia -ian -iera -ieran", "e en a an er ir -erlo -irlo -erla -irla -erlos -irlos -erlas -irlas -erse -irse", "iendo", "")
	}
	return all
}

func conjugatePortuguese(verb string) []inflected {
	if forms, ok := portugueseIrregular[verb]; ok {
		return append(irregular(forms), endingsOf(verb, "", "", "", "ao")...)
	}
	stem := verb[:len(verb)-2]
	var all []inflected
	soft := stem
	switch {
	case strings.HasSuffix(verb, "car"):
		soft = stem[:len(stem)-1] + "qu"
	case strings.HasSuffix(verb, "gar"):
		soft = stem + "u"
	}
	switch verb[len(verb)-2:] {
	case "ar":
		all = endingsOf(stem, "ou aram ado -ava -avam -asse -assem", "a am ar -arem", "ando", "")
		all = append(all, endingsOf(soft, "", "-e -em", "", "")...)
	case "er":
		all = endingsOf(stem, "eu eram ido -ia -iam -esse -essem", "e em a am er -erem", "endo", "")
	default:
		all = endingsOf(stem, "iu iram ido -ia -iam -isse -issem", "e em a am ir -irem", "indo", "")
	}
	return append(all, endingsOf(verb, "", "", "", "ao")...)
}
