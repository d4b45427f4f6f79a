package batch

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lettrage/fixtures/gen"
	"lettrage/importer"
	"lettrage/importer/importertest"
	"lettrage/ledger"
	"lettrage/ledger/store"
)

// A bank's three messages of the same days, made of the statement that has everything.
var (
	payments = regexp.MustCompile(`(?s)<NtryDtls>.*?</NtryDtls>`)
	balances = regexp.MustCompile(`(?s)<Bal>.*?</Bal>\n?`)
)

// bare is the statement without the payments of its entries.
func bare(full []byte) []byte { return payments.ReplaceAll(full, nil) }

// notice is the camt.054 of a statement: its entries, and no balance.
func notice(full []byte) []byte {
	return []byte(strings.NewReplacer("camt.053", "camt.054", "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "<Stmt>", "<Ntfctn>", "</Stmt>", "</Ntfctn>").Replace(string(balances.ReplaceAll(full, nil))))
}

// interim is the camt.052 of a statement.
func interim(full []byte) []byte {
	return []byte(strings.NewReplacer("camt.053", "camt.052", "BkToCstmrStmt", "BkToCstmrAcctRpt", "<Stmt>", "<Rpt>", "</Stmt>", "</Rpt>").Replace(string(full)))
}

// messages returns a book that does not exist, and its statement with all payments.
func messages(t *testing.T) (g *gen.Book, full []byte) {
	g = gen.DemoBook()
	return g, bytesOf(t, g.Year().WriteCAMT)
}

// linesOf returns all lines by the bank's identifier, with what notices told.
func linesOf(t *testing.T, b *Batch, c ledger.Company) map[string]ledger.Line {
	t.Helper()
	all, err := collect(b.Store.Lines(t.Context(), c.ID, store.LineFilter{}))
	if err != nil {
		t.Fatal(err)
	}
	lines := make(map[string]ledger.Line)
	for _, l := range all {
		if _, twice := lines[l.BankID]; twice {
			t.Errorf("%s was taken twice", l.BankID)
		}
		lines[l.BankID] = l
	}
	return lines
}

// What a statement of bare sums and the notice of its payments say together is what
// the full statement says: the same lines with the same payments, whichever comes
// first, and where it is the notice, the same decisions.
func TestANoticeTellsWhatTheStatementLeavesOut(t *testing.T) {
	t.Run("whole", func(t *testing.T) { noticeTells(t, 0) })
	if !testing.Short() {
		t.Run("windows of 4", func(t *testing.T) { noticeTells(t, 4) })
	}
}

func noticeTells(t *testing.T, window int) {
	g, full := messages(t)
	whole, c := newBook(t)
	whole.window = window
	takeLists(t, whole, c, g)
	takeStatement(t, whole, c, "full.xml", full)
	want := linesOf(t, whole, c)
	for _, order := range []string{"notice interim bare", "interim bare notice", "bare notice interim", "notice bare notice bare full"} {
		t.Run(order, func(t *testing.T) {
			b, c := newBook(t)
			b.window = window
			takeLists(t, b, c, g)
			taken := 0
			for _, name := range strings.Fields(order) {
				file := map[string]func([]byte) []byte{"notice": notice, "interim": interim, "bare": bare, "full": func(b []byte) []byte { return b }}[name](full)
				r := takeStatement(t, b, c, name+".xml", file)
				if (name == "notice" || name == "interim") && r.New+r.Known+r.PossibleDuplicates > 0 || r.PossibleDuplicates > 0 {
					t.Errorf("%s: %d new, %d known, %d possible duplicates", name, r.New, r.Known, r.PossibleDuplicates)
				}
				taken += r.New
			}
			if taken != len(g.Lines) {
				t.Errorf("%d lines were taken, want %d", taken, len(g.Lines))
			}
			for id, l := range linesOf(t, b, c) {
				w := want[id]
				if plainText(l.Transaction) != plainText(w.Transaction) {
					t.Errorf("%s is\n%s, should be\n%s", id, plainText(l.Transaction), plainText(w.Transaction))
				}
			}
			proven(t, b, c)
			if strings.HasPrefix(order, "notice") {
				a, z := decisionsText(t, whole, c), decisionsText(t, b, c)
				if a != z {
					t.Errorf("the decisions differ: %s", firstDifference(a, z))
				}
			}
		})
	}
}

// The statement of bare sums first: the batch is explained when its payments are told,
// in the same run as the notice, and what a person decided of another one stays.
func TestANoticeIsLookedAtAgain(t *testing.T) {
	g, full := messages(t)
	b, c := newBook(t)
	takeLists(t, b, c, g)
	takeStatement(t, b, c, "bare.xml", bare(full))
	var batches []string
	for _, l := range g.Lines {
		if len(l.Parts) > 1 {
			batches = append(batches, l.ID)
		}
	}
	if len(batches) < 2 {
		t.Fatal("the example has too few batches")
	}
	for _, id := range batches {
		if d := latestOf(t, b, c, id); d.Status != ledger.Review {
			t.Errorf("%s is %s before its payments are known, should wait", id, d.Status)
		}
	}
	if _, err := b.Book(t.Context(), c, batches[0], "758"); err != nil {
		t.Fatal(err)
	}
	r := takeStatement(t, b, c, "notice.xml", notice(full))
	if r.Outcome.Again == 0 {
		t.Error("no line was explained by the notice")
	}
	if d := latestOf(t, b, c, batches[0]); d.By != ledger.Person || d.Account != "758" {
		t.Errorf("what the person decided of %s is %+v now", batches[0], d)
	}
	whole, c2 := newBook(t)
	takeLists(t, whole, c2, g)
	takeStatement(t, whole, c2, "full.xml", full)
	same := 0
	for _, id := range batches[1:] {
		d, w := latestOf(t, b, c, id), latestOf(t, whole, c2, id)
		switch { // what else was decided without the payments stands in the way of one: it has a proposal now
		case d.Status == ledger.Auto && slices.Equal(d.Chosen.Allocations, w.Chosen.Allocations):
			same++
		case d.Status != ledger.Review || len(d.Candidates) == 0 || d.Version == 0:
			t.Errorf("%s is %s with %d candidates", id, d.Status, len(d.Candidates))
		}
	}
	if same < len(batches)-2 {
		t.Errorf("%d of %d batches are explained as in the full statement", same, len(batches)-1)
	}
	proven(t, b, c)
}

func latestOf(t *testing.T, b *Batch, c ledger.Company, id string) ledger.Decision {
	t.Helper()
	l, err := b.Store.Line(t.Context(), c.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	all, err := b.Store.DecisionsOf(t.Context(), c.ID, l.ID)
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %d decisions, %v", id, len(all), err)
	}
	return all[len(all)-1]
}

// Interim reports and notices among the files of a night give the books of the same files one by one.
func TestNightOfThreeMessages(t *testing.T) {
	g, full := messages(t)
	for _, order := range [][]string{{"notice", "bare", "interim"}, {"bare", "interim", "notice"}} {
		one, c := newBook(t)
		night, c2 := newBook(t)
		takeLists(t, one, c, g)
		takeLists(t, night, c2, g)
		for i, name := range order {
			file := map[string]func([]byte) []byte{"notice": notice, "interim": interim, "bare": bare}[name](full)
			file = append(file, '\n')
			takeStatement(t, one, c, name+".xml", file)
			if err := os.WriteFile(filepath.Join(night.Config.Inbox, string(rune('a'+i))+".xml"), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := night.Night(t.Context(), c2); err != nil || n.Taken != 3 || n.Refused != 0 {
			t.Fatalf("%+v, %v", n, err)
		}
		if a, z := books(t, one, c), books(t, night, c2); a != z {
			t.Errorf("%v: the books differ: %s", order, firstDifference(a, z))
		}
		proven(t, night, c2)
	}
}

// A run that ends between taking a notice and looking at its lines is gone on with.
func TestACutNoticeIsGoneOnWith(t *testing.T) {
	g, full := messages(t)
	whole, c := newBook(t)
	takeLists(t, whole, c, g)
	takeStatement(t, whole, c, "bare.xml", bare(full))
	takeStatement(t, whole, c, "notice.xml", notice(full))

	cut, c := newBook(t)
	takeLists(t, cut, c, g)
	takeStatement(t, cut, c, "bare.xml", bare(full))
	if err := cut.take(t.Context(), c, put(t, "notice.xml", notice(full)), ImportOptions{}, &ImportReport{}); err != nil {
		t.Fatal(err)
	}
	if a, b := books(t, whole, c), books(t, cut, c); a != b { // books settles first
		t.Errorf("the books differ: %s", firstDifference(a, b))
	}
	proven(t, cut, c)
}

func decisionsText(t *testing.T, b *Batch, c ledger.Company) string {
	t.Helper()
	return string(bytesOf(t, func(w io.Writer) error { return b.WriteDecisions(t.Context(), c, w) }))
}

// plainText is all that a transaction says but for its place in the file.
func plainText(l ledger.Transaction) string {
	l.Line = 0
	text, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// A real bank's notice names four of its statement's ten lines; two of its entries are of others.
func TestARealNotice(t *testing.T) {
	folder, _ := importertest.Manifest(t)
	file := func(kind string) string {
		return filepath.Join(folder, "camt", "moov-io__iso20022__FI_camt_"+kind+"_sample.xml.xml")
	}
	for _, order := range [][]string{{"053", "054"}, {"054", "053"}, {"052", "054", "053", "052", "054"}} {
		b, c := newBook(t)
		told := 0
		for _, kind := range order {
			r, err := b.Import(t.Context(), c, file(kind), ImportOptions{})
			if err != nil || r.Status != "ok" {
				t.Fatalf("%s: %v %v", kind, r.Error, err)
			}
			if r.Notices != nil {
				told += r.Notices.Told
			}
		}
		if lines := linesOf(t, b, c); len(lines) != 10 || told != 4 {
			t.Errorf("%v: %d lines, %d told of, want 10 and 4", order, len(lines), told)
		}
		proven(t, b, c)
	}
}

// A notice or an interim report of another company's account is refused, as its statement would be.
func TestNoticeOfAnotherCompany(t *testing.T) {
	_, full := messages(t)
	b, c := newBook(t)
	takeStatement(t, b, c, "full.xml", full)
	other, err := b.AddCompany(t.Context(), CompanyOptions{Name: "Menuiserie Chenal SARL"})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"notice.xml": notice(full), "interim.xml": interim(full)} {
		r, err := b.Import(t.Context(), other, put(t, name, file), ImportOptions{})
		if err != nil || r.Status != "refused" || r.Error.Kind != importer.UnknownAccount {
			t.Errorf("%s: %s, %+v, %v", name, r.Status, r.Error, err)
		}
	}
}
