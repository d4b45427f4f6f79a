package report

import (
	"bufio"
	"io"

	"lettrage/export"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Imports is what `report imports` says: the files that were taken, last first.
type Imports struct {
	Company ledger.Company
	Today   ledger.Date
	Files   []Import
}

// Import is one statement of a file that was taken.
type Import struct {
	Day      ledger.Date // on which it was taken
	File     ledger.Hash // of its bytes: a bank may write an IBAN into a file's name
	Format   string
	Account  ledger.AccountRef
	Period   ledger.Period // of its lines
	Lines    int
	New      int // lines that the book didn't have
	Doubtful int // possible duplicates among them
	In, Out  money.Amount
	AddsUp   bool // its lines lead from its opening to its closing balance, or it states none
	Unproven bool // it does not state both
	Broken   bool // it does not begin where the one before it ended
}

// sums says in a word whether the balances can be trusted, and whether something is wrong.
func (i Import) sums() (word string, wrong bool) {
	switch {
	case !i.AddsUp:
		return "▲ écart", true
	case i.Broken:
		return "▲ rupture", true
	case i.Unproven:
		return "non dits", false
	}
	return "justes", false
}

// known is how many lines the book had already.
func (i Import) known() int { return i.Lines - i.New }

// ImportsText writes the imports for a terminal, 100 columns wide.
func ImportsText(w io.Writer, r Imports, o TextOptions) error {
	t := &texter{Writer: bufio.NewWriter(w), colour: o.Colour}
	t.printf("%s\n", t.paint(bold, clip(export.Plain(r.Company.Name)+" : relevés pris au "+r.Today.French(), columnsOfText)))
	if len(r.Files) == 0 {
		t.heading("Aucun relevé.")
		return t.Flush()
	}
	t.heading(left("Pris le", 12) + left("Fichier", 10) + left("Format", 17) + left("Compte", 15) + right("lignes", 7) + right("neuves", 7) + right("connues", 8) + right("doubles ?", 10) + "  soldes")
	for _, f := range r.Files {
		sums, wrong := f.sums()
		if wrong {
			sums = t.paint(red, sums)
		}
		t.printf("%s%s%s%s%s%s%s%s  %s\n", left(f.Day.French(), 12), left(f.File.String()[:8], 10), left(export.Plain(f.Format), 16)+" ", left(masked(f.Account), 15),
			right(number(f.Lines), 7), right(number(f.New), 7), right(number(f.known()), 8), right(number(f.Doubtful), 10), sums)
	}
	return t.Flush()
}

type importObject struct {
	Day      ledger.Date `json:"day"`
	File     string      `json:"file"`
	Format   string      `json:"format"`
	Account  string      `json:"account"`
	From     ledger.Date `json:"from"`
	To       ledger.Date `json:"to"`
	Lines    int         `json:"lines"`
	New      int         `json:"new"`
	Known    int         `json:"known"`
	Doubtful int         `json:"possible_duplicates"`
	In       string      `json:"in"`
	Out      string      `json:"out"`
	AddsUp   bool        `json:"adds_up"`
	Follows  bool        `json:"follows"` // nothing is known to be missing before it
}

// ImportsJSON writes the imports as one object.
func ImportsJSON(w io.Writer, r Imports) error {
	o := struct {
		Company string         `json:"company"`
		Today   ledger.Date    `json:"today"`
		Files   []importObject `json:"files"`
	}{r.Company.Name, r.Today, each(r.Files, func(f Import) importObject {
		return importObject{f.Day, f.File.String(), f.Format, masked(f.Account), f.Period.From, f.Period.To, f.Lines, f.New, f.known(), f.Doubtful, plain(f.In), plain(f.Out), f.AddsUp, !f.Broken}
	})}
	return writeObject(w, o)
}
