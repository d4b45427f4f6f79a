package text

import "strings"

// Words are the words of a name that tell it from others, in order.
type Words struct {
	Core  []string // without legal forms, titles and particles
	Form  string   // the legal form, folded, or empty
	Title bool     // a person is addressed: M., MME, HERR
	Whole string   // all core words together
	Glued string   // … with the particles between them, as banks write names without blanks
}

// Name reads the name of a company or a person.
func Name(s string) Words {
	f := Fold(s)
	var words []string
	start := -1
	for i := 0; i <= len(f.B); i++ {
		if i < len(f.B) && (classOf(f.B[i]) != separator || f.B[i] == '.' && dotted(f.B, i)) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			words = append(words, strings.ReplaceAll(string(f.B[start:i]), ".", ""))
			start = -1
		}
	}
	return sift(words)
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
	for i := 0; i < len(words); i++ {
		one := words[i]
		if i+1 < len(words) && len(one) <= 3 && len(words[i+1]) <= 3 && legalForms[one+words[i+1]] {
			w.Form = one + words[i+1] // S.A R.L., written apart
			i++
			continue
		}
		switch {
		case legalForms[one]:
			w.Form = one
		case titles[one]:
			w.Title = true
		case particles[one]:
			w.Glued += one
		default:
			w.Glued += one
			w.Core = append(w.Core, one)
		}
	}
	if len(w.Core) == 0 {
		w.Core, w.Glued = words, strings.Join(words, "")
	}
	w.Whole = strings.Join(w.Core, "")
	return w
}

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// legalForms of the countries that pay French companies most.
var legalForms = set(`SA SAS SASU SARL EURL SCI SNC SCA SCS SCOP SELARL SELAS SELAFA SCP SCM SCIC SEL EI EIRL GIE GAEC EARL SCEA ETS ETABLISSEMENTS STE SOCIETE
	GMBH AG KG OHG UG EK GBR EV GMBHCO BV NV VOF CV BVBA SPRL SRL SA SC SCRL ASBL VZW SE LTD LIMITED PLC LLP LLC INC CORP CO
	SPA SRLS SNC SAPA SL SLU SLL CB LDA OY AB AS APS SPZOO SPZ OO SRO AB SARLS SAR ARL SARLU SAGL`)

var titles = set(`M MR MME MLLE MONSIEUR MADAME MADEMOISELLE MM DR ME MAITRE PR HERR FRAU MRS MS MISS SIG SIGRA SR SRA DHR MEVR`)

// particles join words and tell nothing.
var particles = set(`ET OU DE DU DES LA LE LES L D AND UND EN VAN VON DER DEN DI DA DEL Y E O THE OF AU AUX A`)
