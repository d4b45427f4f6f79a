package text

import "strings"

// Words are the words of a name that tell it from others, in order.
type Words struct {
	Core  []string // without legal forms, titles and particles
	Form  string   // the legal form, folded, or empty
	Whole string   // all core words together
	Last  string   // the last word as it stands, a legal form, title or particle maybe
	Glued string   // … with the particles between them, as banks write names without blanks
}

// Name reads the name of a company or a person.
func Name(s string) Words {
	var buf [96]byte
	var words [12]string
	b := appendFold(buf[:0], s)
	return sift(wordsOf(words[:0], b, string(b)))
}

// wordsOf appends the words of a folded name, which is b and s.
func wordsOf(words []string, b []byte, s string) []string {
	start, dots := -1, false
	for i := 0; i <= len(b); i++ {
		if i < len(b) && (classOf(b[i]) != separator || b[i] == '.' && dotted(b, i)) {
			if start < 0 {
				start, dots = i, false
			}
			dots = dots || b[i] == '.'
			continue
		}
		if start < 0 {
			continue
		}
		w := s[start:i]
		if dots {
			w = strings.ReplaceAll(w, ".", "")
		}
		words, start = append(words, w), -1
	}
	return words
}

// dotted reports whether a dot stands inside an abbreviation like S.A.S.: after a
// single letter, and with a letter behind it.
func dotted(b []byte, i int) bool {
	single := i >= 1 && classOf(b[i-1]) == letter && (i < 2 || b[i-2] == '.' || classOf(b[i-2]) == separator)
	return single && i+1 < len(b) && classOf(b[i+1]) == letter
}

// sift takes legal forms, titles and particles off. A name that has nothing else keeps its words.
func sift(words []string) Words {
	var w Words
	if len(words) > 0 {
		w.Last = words[len(words)-1]
	}
	core := make([]string, 0, len(words))
	joins := false // there are particles: Glued is not Whole
	var glue [12]string
	glued := glue[:0]
	for i := 0; i < len(words); i++ {
		one := words[i]
		if i+1 < len(words) && len(one) <= 3 && len(words[i+1]) <= 3 && kinds[one+words[i+1]].kind == legalForm {
			w.Form = kinds[one+words[i+1]].word // S.A R.L., written apart
			i++
			continue
		}
		switch known := kinds[one]; known.kind {
		case legalForm:
			w.Form = known.word // not a piece of this name, which many customers would keep
		case title:
		case particle:
			glued, joins = append(glued, one), true
		default:
			glued = append(glued, one)
			core = append(core, one)
		}
	}
	if len(core) == 0 {
		core, joins = append(core, words...), false
	}
	w.Core, w.Whole = core, strings.Join(core, "")
	if w.Glued = w.Whole; joins {
		w.Glued = strings.Join(glued, "")
	}
	return w
}

// kind is what a word of a name says.
type kind uint8

const (
	coreWord kind = iota
	legalForm
	title
	particle
)

type knownWord struct {
	kind kind
	word string
}

// kinds of words; a word of several is of the first.
var kinds = kindsOf(legalForms, titles, particles)

func kindsOf(sets ...string) map[string]knownWord {
	m := make(map[string]knownWord)
	for k, words := range sets {
		for _, w := range strings.Fields(words) {
			if m[w].kind == coreWord {
				m[w] = knownWord{kind(k + 1), w}
			}
		}
	}
	return m
}

// LegalForm reports whether a folded word is a legal form.
func LegalForm(w string) bool { return kinds[w].kind == legalForm }

// legalForms of the countries that pay French companies most.
const legalForms = `SA SAS SASU SARL EURL SCI SNC SCA SCS SCOP SELARL SELAS SELAFA SCP SCM SCIC SEL EI EIRL GIE GAEC EARL SCEA ETS ETABLISSEMENTS STE SOCIETE
	GMBH AG KG OHG UG EK GBR EV GMBHCO BV NV VOF CV BVBA SPRL SRL SC SCRL ASBL VZW SE LTD LIMITED PLC LLP LLC INC CORP CO
	SPA SRLS SAPA SL SLU SLL CB LDA OY AB AS APS SPZOO SPZ OO SRO SARLS SAR ARL SARLU SAGL`

const titles = `M MR MME MLLE MONSIEUR MADAME MADEMOISELLE MM DR ME MAITRE PR HERR FRAU MRS MS MISS SIG SIGRA SR SRA DHR MEVR`

// particles join words and tell nothing.
const particles = `ET OU DE DU DES LA LE LES L D AND UND EN VAN VON DER DEN DI DA DEL Y E O THE OF AU AUX A`
