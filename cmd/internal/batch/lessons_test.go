package batch

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
	"lettrage/matcher"
)

// oneLine is a CAMT statement of one payment by an account that no list of customers has.
func oneLine(id, day, amount, name, text string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>` + id + `</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">` + amount + `</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>` + day + `</Dt></BookgDt><AcctSvcrRef>` + id + `</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>` + name + `</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>` + text + `</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`)
}

// factsOf writes what is known: "account DE89… C001 2-0 seen 1".
func factsOf(t *testing.T, b *Batch, c ledger.Company) []string {
	t.Helper()
	all, err := b.Store.Facts(t.Context(), c.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range all {
		out = append(out, fmt.Sprintf("%s %s %s%s taught %d untaught %d seen %d", f.Kind, f.Key, f.Customer, f.Account, f.Taught, f.Untaught, f.Seen))
	}
	return out
}

func wantFacts(t *testing.T, b *Batch, c ledger.Company, want ...string) {
	t.Helper()
	if got := factsOf(t, b, c); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("known\n %q, should be\n %q", got, want)
	}
}

// A person who corrects what the program did takes back what that rested on.
func TestACorrectionUnteaches(t *testing.T) {
	b, c := newBook(t)
	takeList(t, b, c, "customers.csv", []byte(customers))
	takeList(t, b, c, "invoices.csv", []byte(items))
	choose := func(line string, n ledger.InvoiceNumber, minor int64) {
		t.Helper()
		if _, err := b.Choose(t.Context(), c, line, []ledger.Allocation{{Invoice: n, Amount: money.New(minor, money.EUR)}}); err != nil {
			t.Fatal(err)
		}
	}
	takeStatement(t, b, c, "1.xml", oneLine("T1", "2026-11-02", "90.00", "HOLDING ZUMSTEIN AG", ""))
	choose("T1", "FA-2026-0104", 90_00)
	const name, account = "name HOLDING ZUMSTEIN AG ", "account DE89370400440532013000 "
	wantFacts(t, b, c, account+"C003 taught 1 untaught 0 seen 0", name+"C003 taught 1 untaught 0 seen 0")

	if r := takeStatement(t, b, c, "2.xml", oneLine("T2", "2026-11-30", "90.00", "HOLDING ZUMSTEIN AG", "FA-2026-0105")); r.Outcome.Auto != 1 {
		t.Fatalf("a payment that names its invoice: %+v", r.Outcome)
	}
	wantFacts(t, b, c, account+"C003 taught 1 untaught 0 seen 1", name+"C003 taught 1 untaught 0 seen 0")
	if _, err := b.Book(t.Context(), c, "T2", "758"); err != nil {
		t.Fatal(err)
	}
	wantFacts(t, b, c, account+"C003 taught 1 untaught 1 seen 0", name+"C003 taught 1 untaught 1 seen 0")
	choose("T2", "FA-2026-0105", 90_00)
	choose("T2", "FA-2026-0105", 80_00) // the same customer once more teaches nothing
	wantFacts(t, b, c, account+"C003 taught 2 untaught 1 seen 0", name+"C003 taught 2 untaught 1 seen 0")
	proven(t, b, c)
}

// What the program did on a number in full and the exact amount teaches whose the account
// is, twice at most; what follows from other evidence teaches nothing.
func TestTheProgramLearnsFromNumbers(t *testing.T) {
	b, c := newBook(t)
	takeList(t, b, c, "customers.csv", []byte(customers))
	list := items
	for n := range 4 {
		list += fmt.Sprintf("FA-2026-02%02d,invoice,C001,Boulangerie Merisier SARL,2026-09-30,2026-10-30,EUR,%d.10,%d.10,open,,\n", n, 310+n, 310+n)
	}
	takeList(t, b, c, "invoices.csv", []byte(list))
	for n, want := range []int{1, 2, 2} {
		id := fmt.Sprintf("T%d", n)
		r := takeStatement(t, b, c, id+".xml", oneLine(id, fmt.Sprintf("2026-11-%02d", n+2), fmt.Sprintf("%d.10", 310+n), "HOLDING ZUMSTEIN AG", fmt.Sprintf("FACTURE FA-2026-02%02d", n)))
		if r.Outcome.Auto != 1 {
			t.Fatalf("%s: %+v", id, r.Outcome)
		}
		wantFacts(t, b, c, fmt.Sprintf("account DE89370400440532013000 C001 taught 0 untaught 0 seen %d", want))
	}
	if r := takeStatement(t, b, c, "9.xml", oneLine("T9", "2026-11-09", "313.10", "HOLDING ZUMSTEIN AG", "")); r.Outcome.Auto != 0 {
		t.Error("what the program taught itself made a line automatic")
	}
	proven(t, b, c)
}

// One wrong click does not decide the next month: what it taught is shown first, and a
// number in full beats it, and teaches otherwise.
func TestOneWrongClick(t *testing.T) {
	b, c := newBook(t)
	takeList(t, b, c, "customers.csv", []byte(customers))
	takeList(t, b, c, "invoices.csv", []byte(items+"FA-2026-0201,invoice,C001,Boulangerie Merisier SARL,2026-09-30,2026-10-30,EUR,310.10,310.10,open,,\n"))
	takeStatement(t, b, c, "1.xml", oneLine("T1", "2026-11-02", "90.00", "HOLDING ZUMSTEIN AG", ""))
	wrong := []ledger.Allocation{{Invoice: "FA-2026-0101", Amount: money.New(90_00, money.EUR)}}
	if _, err := b.Choose(t.Context(), c, "T1", wrong); err != nil {
		t.Fatal(err)
	}
	if r := takeStatement(t, b, c, "2.xml", oneLine("T2", "2026-12-02", "310.10", "HOLDING ZUMSTEIN AG", "")); r.Outcome.Review != 1 {
		t.Errorf("just what the wrong customer owes: %+v, want a review", r.Outcome)
	}
	story, err := b.Story(t.Context(), c, "T2")
	if err != nil {
		t.Fatal(err)
	}
	if best := story.Decisions[0].Candidates; len(best) == 0 || best[0].Allocations[0].Invoice != "FA-2026-0201" {
		t.Errorf("the candidates are %+v, want the item of whom it was taught", best)
	}
	if r := takeStatement(t, b, c, "3.xml", oneLine("T3", "2026-12-03", "90.00", "HOLDING ZUMSTEIN AG", "FACTURE FA-2026-0105")); r.Outcome.Auto != 1 || open(t, b, c, "FA-2026-0105") != 0 {
		t.Errorf("a number in full: %+v", r.Outcome)
	}
	wantFacts(t, b, c, "account DE89370400440532013000 C001 taught 1 untaught 0 seen 0", "account DE89370400440532013000 C003 taught 0 untaught 0 seen 1",
		"name HOLDING ZUMSTEIN AG C001 taught 1 untaught 0 seen 0")
	proven(t, b, c)
}

// What an intake teaches is the same when it was cut off between its lines.
func TestACutTeachesTheSame(t *testing.T) {
	facts := func(cut, window int) []string {
		b, c := newBook(t)
		b.window = window
		takeList(t, b, c, "customers.csv", []byte(customers))
		list := items
		for n := range 4 {
			list += fmt.Sprintf("FA-2026-02%02d,invoice,C001,Boulangerie Merisier SARL,2026-09-30,2026-10-30,EUR,%d.10,%d.10,open,,\n", n, 310+n, 310+n)
		}
		takeList(t, b, c, "invoices.csv", []byte(list))
		one := string(oneLine("T0", "2026-11-02", "310.10", "HOLDING ZUMSTEIN AG", "FACTURE FA-2026-0200"))
		at := strings.Index(one, "<Ntry>")
		end := strings.Index(one, "</Stmt>")
		more := strings.NewReplacer("T0", "T1", "310.10", "311.10", "0200", "0201").Replace(one[at:end]) + strings.NewReplacer("T0", "T2", "310.10", "312.10", "0200", "0202").Replace(one[at:end])
		if err := b.take(t.Context(), c, put(t, "one.xml", []byte(one[:end]+more+one[end:])), ImportOptions{}, &ImportReport{}); err != nil {
			t.Fatal(err)
		}
		bookSome(t, b, c, cut)
		if _, err := b.settle(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		proven(t, b, c)
		return factsOf(t, b, c)
	}
	for _, window := range []int{0, 2, 1} {
		whole := facts(0, window)
		if len(whole) != 1 || !strings.HasSuffix(whole[0], "C001 taught 0 untaught 0 seen 2") {
			t.Fatalf("known %q", whole)
		}
		for cut := 1; cut <= 3; cut++ {
			if got := facts(cut, window); !slices.Equal(got, whole) {
				t.Errorf("windows of %d, cut after %d lines: %q, want %q", window, cut, got, whole)
			}
		}
	}
}

// bookSome books the first lines of the pending intake, and no more.
func bookSome(t *testing.T, b *Batch, c ledger.Company, n int) {
	t.Helper()
	pending, err := b.Store.Pending(t.Context(), c.ID)
	if err != nil || len(pending) != 1 {
		t.Fatalf("%d intakes are pending, %v", len(pending), err)
	}
	err = b.onTop(t.Context(), c, func(since mark) error {
		i := intake{b, c, pending[0], since}
		lines, known, p, err := i.read(t.Context())
		if err != nil {
			return err
		}
		booked := booking{intake: &i, Poster: p, known: known, teaches: newTeaching(known)}
		for n >= len(lines) && n > 0 {
			n -= len(lines)
			if err := booked.bookWindow(t.Context(), lines, told{}); err != nil {
				return err
			}
			if lines, err = i.lines(t.Context(), lines[len(lines)-1].Seq); err != nil {
				return err
			}
		}
		decisions := decide(c, known.Book, matcher.Options{}, lines)
		undecided := make(map[ledger.LineID]bool)
		for _, l := range lines {
			undecided[l.ID] = true
		}
		return i.bookLines(t.Context(), written{p, undecided, booked.teaches.lessons(lines, decisions)}, lines[:n], decisions[:n])
	})
	if err != nil {
		t.Fatal(err)
	}
}
