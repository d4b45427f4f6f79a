package storetest

import (
	"fmt"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// file is one file of a case, and what it should bring.
type file struct {
	format string
	st     Statement
	want   counts
}

// statements has a case for each rule of identity: files one after the other, and
// how many lines the book then holds booked.
func statements(t *testing.T, open func(*testing.T) *store.Store) {
	one := opened(t, open).Store // opening is dear; each case has a company of its own
	for i, c := range identityCases() {
		t.Run(c.name, func(t *testing.T) {
			b := NewBook(t, one, fmt.Sprint("Case ", i))
			for i, f := range c.files {
				b.expect(fmt.Sprintf("file %d", i+1), b.Load(f.format, f.st), f.want)
			}
			booked := 0
			for _, l := range b.lines() {
				if l.Held && l.Twin == "" {
					t.Error("a line is held and has no twin")
				}
				if !l.Held {
					booked++
				}
			}
			if booked != c.booked {
				t.Errorf("%d lines to book, should be %d", booked, c.booked)
			}
			Prove(b)
		})
	}
	t.Run("same bytes", func(t *testing.T) { sameBytes(t, open) })
	t.Run("dry run", func(t *testing.T) { dryRun(t, open) })
	t.Run("refusals", func(t *testing.T) { loadRefusals(t, open) })
	t.Run("several in a file", func(t *testing.T) { severalInAFile(t, open) })
}

type identityCase struct {
	name   string
	files  []file
	booked int
}

// three are lines of three days, with identifiers that begin so.
func three(prefix string) []ledger.Transaction {
	all := []ledger.Transaction{line(2, 10000, "VIR SEPA DUPONT FACT 1", prefix+"1"), line(3, -2500, "PRLV EDF MARS", prefix+"2"), line(4, 7000, "VIR SEPA MARTIN FACT 2", prefix+"3")}
	if prefix == "" {
		for i := range all {
			all[i].BankID = ""
		}
	}
	return all
}

// shortened are the same lines as a format shows them that has less room.
func shortened(prefix string) []ledger.Transaction {
	all := three(prefix)
	for i, label := range []string{"VIR DUPONT", "PRLV EDF", "VIR MARTIN"} {
		all[i].Label = label
	}
	return all
}

func identityCases() []identityCase {
	twin := func(id string) ledger.Transaction { return line(3, 5000, "ABONNEMENT CHAT NOIR", id) }
	return append([]identityCase{
		{"other bytes, same lines", []file{{"ofx 1.02", of(three("A")...).whole(2, 4), counts{New: 3}}, {"ofx 1.02", of(three("A")...).whole(2, 5), counts{Known: 3}}}, 3},
		{"overlap by identifiers", []file{{"ofx 1.02", of(three("A")[:2]...), counts{New: 2}}, {"ofx 1.02", of(three("A")[1:]...), counts{New: 1, Known: 1}}}, 3},
		{"overlap in days, no identifiers", []file{{"csv:french", of(three("")...).whole(2, 4), counts{New: 3}}, {"csv:french", of(append(three(""), line(5, 1, "COM", ""))...).whole(2, 5), counts{New: 1, Known: 3}}}, 4},
		{"the same identifiers in another format", []file{{"camt.053.001.08", of(three("A")...).whole(2, 4), counts{New: 3}}, {"csv:french", of(shortened("A")...), counts{Known: 3}}}, 3},
		{"other identifiers in another format, the book is whole", []file{{"camt.053.001.08", of(three("A")...).whole(2, 4), counts{New: 3}}, {"ofx 1.02", of(shortened("X")...), counts{Known: 3}}}, 3},
		{"no identifiers in another format, the file is whole", []file{{"ofx 1.02", of(three("A")...), counts{New: 3}}, {"csv:french", of(shortened("")...).whole(2, 4), counts{Known: 3}}}, 3},
		{"an identifier learned from another format", []file{{"camt.053.001.08", of(three("A")...).whole(2, 4), counts{New: 3}},
			{"ofx 1.02", of(shortened("X")...).whole(2, 4), counts{Known: 3}}, {"ofx 1.02", of(shortened("X")[1:2]...), counts{Known: 1}}}, 3},
		{"an identifier reused on another day", []file{{"ofx 1.02", of(three("A")...).whole(2, 4), counts{New: 3}}, {"ofx 1.02", of(line(9, 10000, "VIR SEPA DUPONT FACT 1", "A1")).whole(8, 9), counts{New: 1}}}, 4},
		{"an identifier reused for another amount", []file{{"ofx 1.02", of(three("A")...), counts{New: 3}}, {"ofx 1.02", of(line(2, 9900, "VIR SEPA DUPONT FACT 1", "A1")), counts{New: 1}}}, 4},
		{"renumbered, the file is whole", []file{{"ofx 1.02", of(three("A")...).whole(2, 4), counts{New: 3}}, {"ofx 1.02", of(three("B")...).whole(2, 4), counts{Known: 3}}}, 3},
		{"renumbered again, and the first numbers again", []file{{"ofx 1.02", of(three("A")...).whole(2, 4), counts{New: 3}}, {"ofx 1.02", of(three("B")...).whole(2, 4), counts{Known: 3}},
			{"ofx 1.02", of(three("C")...).whole(2, 4), counts{Known: 3}}, {"ofx 1.02", of(three("A")...).whole(2, 4), counts{Known: 3}}}, 3},
		{"renumbered in another format than the book's texts", []file{{"csv:french", of(shortened("")...).whole(2, 4), counts{New: 3}}, {"ofx 1.02", of(three("A")...).whole(2, 4), counts{Known: 3}},
			{"ofx 1.02", of(three("B")...).whole(2, 4), counts{Known: 3}}}, 3},
		{"two real ones in one file, by identifiers", []file{{"ofx 1.02", of(twin("A1"), twin("A2")).whole(3, 3), counts{New: 2}}, {"ofx 1.02", of(twin("A1"), twin("A2")), counts{Known: 2}}}, 2},
		{"two real ones in one file, without", []file{{"csv:french", of(twin(""), twin("")).whole(3, 3), counts{New: 2}}, {"csv:french", of(twin(""), twin(""), line(4, 1, "COM", "")).whole(3, 4), counts{New: 1, Known: 2}}}, 3},
		{"two real ones with one identifier", []file{{"ofx 1.02", of(twin("A1"), twin("A1")).whole(3, 3), counts{New: 2}}, {"ofx 1.02", of(twin("A1"), twin("A1")), counts{Known: 2}}}, 2},
		{"the second real one comes later, by identifiers", []file{{"ofx 1.02", of(twin("A1")), counts{New: 1}}, {"ofx 1.02", of(twin("A2")), counts{New: 1}}}, 2},
		{"the second real one comes later, the file is whole", []file{{"csv:french", of(twin("")), counts{New: 1}}, {"csv:french", of(twin(""), twin("")).whole(3, 3), counts{New: 1, Known: 1}}}, 2},
		{"placeholders are no identifiers", []file{{"camt.053.001.02", of(twin("NONREF"), line(3, 1, "A", "NONREF")).whole(3, 3), counts{New: 2}}, {"ofx 1.02", of(twin("0"), line(3, 1, "A", "")).whole(3, 3), counts{Known: 2}}}, 2},
		{"the same statement again, of many lines", []file{{"csv:french", of(three("")[:2]...), counts{New: 2}}, {"csv:french", of(three("")[:2]...), counts{Known: 2}}}, 2},
		{"the same statement again, of one line and a balance", []file{{"csv:french", of(twin("")).to(3, 5000), counts{New: 1}}, {"csv:french", of(twin("")).to(3, 5000), counts{Known: 1}}}, 1},
		{"the same statement again, of one line and its number", []file{{"csv:french", of(twin("")).numbered("7"), counts{New: 1}}, {"csv:french", of(twin("")).numbered("7"), counts{Known: 1}}}, 1},
		{"the same statement again, renumbered", []file{{"csv:french", of(three("A")...), counts{New: 3}}, {"csv:french", of(three("B")...), counts{Known: 3}}}, 3},
		{"a third real one beside one of two, alike but for the identifiers", []file{{"ofx 1.02", of(twin("A1"), twin("A2"), line(3, 7, "X", "B1")), counts{New: 3}},
			{"ofx 1.02", of(twin("A2"), twin("A3"), line(3, 7, "X", "B1")), counts{New: 1, Known: 2}}}, 4},
		{"another statement of one line alike", []file{{"csv:french", of(twin("")).numbered("7"), counts{New: 1}}, {"csv:french", of(twin("")).numbered("8"), counts{Doubt: 1, Held: 1}}}, 1},
		{"another account", []file{{"ofx 1.02", of(three("A")...), counts{New: 3}}, {"ofx 1.02", of(three("A")...).at(ledger.AccountRef{IBAN: anotherI}), counts{New: 3}}}, 6},
	}, doubtfulCases(twin)...)
}

// doubtfulCases are those in which the data alone does not say what a line is.
func doubtfulCases(twin func(string) ledger.Transaction) []identityCase {
	return []identityCase{
		{"unsure: neither covers the day, no balance", []file{{"csv:french", of(twin("")), counts{New: 1}}, {"csv:french", of(twin("")), counts{Doubt: 1, Held: 1}}}, 1},
		{"unsure, and again", []file{{"csv:french", of(twin("")), counts{New: 1}}, {"csv:french", of(twin("")), counts{Doubt: 1, Held: 1}}, {"csv:french", of(twin("")), counts{Known: 1}}}, 1},
		{"unsure, and then all of the day", []file{{"csv:french", of(twin("")), counts{New: 1}}, {"csv:french", of(twin("")), counts{Doubt: 1, Held: 1}},
			{"csv:french", of(twin(""), twin("")).whole(3, 3), counts{New: 1, Known: 1}}, {"csv:french", of(twin(""), twin("")).whole(2, 3), counts{Known: 2}}}, 2},
		{"unsure, one of the day in truth", []file{{"csv:french", of(twin("")), counts{New: 1}}, {"csv:french", of(twin("")), counts{Doubt: 1, Held: 1}}, {"csv:french", of(twin("")).whole(3, 3), counts{Known: 1}}}, 1},
		{"the file goes on where the book ends", []file{{"csv:french", of(twin("")).from(2, 0).to(3, 5000), counts{New: 1}}, {"csv:french", of(twin("")).from(3, 5000).to(3, 10000), counts{New: 1}}}, 2},
		{"both of one day, the one goes on where the other ends", []file{{"camt.053.001.08", of(twin("")).whole(3, 3).from(3, 0).to(3, 5000), counts{New: 1}},
			{"camt.053.001.08", of(twin("")).whole(3, 3).from(3, 5000).to(3, 10000), counts{New: 1}}}, 2},
		{"days that sum up to nothing do not go on", []file{{"csv:french", of(twin(""), line(3, -5000, "RETOUR CHAT NOIR", "")).whole(3, 3).from(2, 0).to(3, 0), counts{New: 2}},
			{"csv:french", of(twin(""), line(3, -5000, "RETOUR CHAT NOIR", ""), line(4, 7, "X", "")).whole(3, 4).from(3, 0).to(4, 7), counts{New: 1, Known: 2}}}, 3},
		{"the balance needs it", []file{{"csv:french", of(line(2, 100, "A", "")).from(2, 0).to(2, 100), counts{New: 1}}, {"csv:french", of(twin("")), counts{New: 1}},
			{"csv:french", of(twin(""), line(4, 1, "COM", "")).from(3, 5100).to(4, 10101), counts{New: 1, Doubt: 1}}}, 4},
		{"the closing balance alone needs it", []file{{"csv:french", of(line(2, 100, "A", "")).to(2, 100), counts{New: 1}}, {"csv:french", of(twin("")), counts{New: 1}},
			{"csv:french", of(twin(""), line(4, 1, "COM", "")).to(4, 10101), counts{New: 1, Doubt: 1}}}, 4},
		{"the balance does not need it", []file{{"csv:french", of(line(2, 100, "A", "")).from(2, 0).to(2, 100), counts{New: 1}}, {"csv:french", of(twin("")), counts{New: 1}},
			{"csv:french", of(twin(""), line(4, 1, "COM", "")).from(3, 100).to(4, 5101), counts{New: 1, Doubt: 1, Held: 1}}}, 3},
		{"the balance says nothing", []file{{"csv:french", of(line(2, 100, "A", "")).from(2, 0).to(2, 100), counts{New: 1}}, {"csv:french", of(twin("")), counts{New: 1}},
			{"csv:french", of(twin(""), line(4, 1, "COM", "")).from(3, 7).to(4, 5008), counts{New: 1, Doubt: 1, Held: 1}}}, 3},
		{"they agree on more than this one line", []file{{"csv:french", of(twin(""), line(3, 77, "REMISE", "")), counts{New: 2}}, {"csv:french", of(twin(""), line(3, 77, "REMISE", "")), counts{Known: 2}}}, 2},
		{"a fee on the last day and on the first", []file{{"csv:french", of(line(2, 9, "X", ""), line(3, -100, "FRAIS", "")), counts{New: 2}}, {"csv:french", of(line(5, -100, "FRAIS", ""), line(6, 8, "Y", "")), counts{New: 2}},
			{"csv:french", of(line(3, -100, "FRAIS", ""), line(4, 5, "Z", ""), line(5, -100, "FRAIS", "")), counts{New: 1, Doubt: 2, Held: 2}}}, 5},
		{"several lines of a part of a day under other identifiers", []file{{"csv:french", of(twin("A1"), line(3, 77, "REMISE", "A2"), line(3, 5, "X", "A3")), counts{New: 3}},
			{"csv:french", of(twin("B1"), line(3, 77, "REMISE", "B2"), line(3, 6, "Y", "B3")), counts{New: 1, Doubt: 2, Held: 2}}}, 4},
		{"one line alone is no proof of new numbers", []file{{"ofx 1.02", of(twin("A1")).whole(3, 3), counts{New: 1}}, {"ofx 1.02", of(twin("B1")).whole(3, 3), counts{Doubt: 1, Held: 1}}}, 1},
	}
}

// sameBytes: the very file again is not looked at, whatever it says.
func sameBytes(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	o := b.options("ofx 1.02")
	first := b.load(o, of(three("A")...))
	b.expect("first", first, counts{New: 3})
	seq, hash, err := b.Store.Head(t.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	again := b.load(o, of(three("A")...))
	b.expect("again", again, counts{Known: 3})
	if again.Intake != 0 {
		t.Errorf("the same file has intake %d", again.Intake)
	}
	seq2, hash2, err := b.Store.Head(t.Context(), b.Company)
	if err != nil || seq2 != seq || hash2 != hash {
		t.Errorf("the same file moved the chain from %d to %d (%v)", seq, seq2, err)
	}
	if first.Intake == 0 {
		t.Error("the first has no intake")
	}
}

// dryRun finds out the same as the file itself, and keeps nothing.
func dryRun(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	b.Load("ofx 1.02", of(three("A")[:1]...))
	before := b.state()
	o := b.options("ofx 1.02")
	o.DryRun = true
	st := []Statement{of(three("A")...).whole(2, 4), of(three("Z")...).at(ledger.AccountRef{IBAN: anotherI})}
	res := b.load(o, st...)
	b.expect("dry run", res, counts{New: 5, Known: 1})
	if res.Intake != 0 {
		t.Errorf("a dry run has intake %d", res.Intake)
	}
	same(t, "the book after a dry run", b.state(), before)
	o.DryRun = false
	b.expect("then the file", b.load(o, st...), counts{New: 5, Known: 1})
}

// state is all that the book shows.
func (b *Book) state() string {
	b.Helper()
	ctx := b.Context()
	return fmt.Sprintf("%+v", []any{b.lines(), must(b.Store.Taken(ctx, b.Company))(b), must(b.Store.Accounts(ctx, b.Company))(b),
		collect(b, b.Store.Events(ctx, b.Company)), must(b.Store.Items(ctx, b.Company, 0))(b), must(b.Store.Pending(ctx, b.Company))(b)})
}

// loadRefusals: what breaks the contract is refused, and nothing of the file remains.
func loadRefusals(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	before := b.state()
	good := three("A")
	bad := func(change func(*ledger.Transaction)) Statement {
		l := line(3, 1, "X", "")
		change(&l)
		return of(append(good, l)...)
	}
	for name, st := range map[string]Statement{
		"no day":           bad(func(l *ledger.Transaction) { l.Booked = 0 }),
		"another currency": bad(func(l *ledger.Transaction) { l.Amount = usd(1) }),
		"no UTF-8":         bad(func(l *ledger.Transaction) { l.Remittance = "\xff" }),
		"too long":         bad(func(l *ledger.Transaction) { l.Label = string(make([]byte, ledger.MaxText+1)) }),
		"overflow":         of(line(3, 1<<62, "X", ""), line(3, 1<<62, "Y", "")),
		"opening balance":  of(good...).from(2, ledger.MaxAmount+1),
		"closing balance":  of(good...).to(4, -ledger.MaxAmount-1),
	} {
		_, err := b.tryLoad(b.options("ofx 1.02"), st)
		wantKind(t, name, err, ledger.Invalid)
	}
	o := b.options("ofx 1.02")
	o.Today = 0
	_, err := b.tryLoad(o, of(good...))
	wantKind(t, "no day for today", err, ledger.Invalid)
	_, err = b.Store.Load(t.Context(), "nobody", b.options("ofx 1.02"))
	wantKind(t, "no company", err, ledger.NotFound)
	same(t, "the book after refusals", b.state(), before)
}

// severalInAFile: daily statements of one file, one of them twice, an interim one.
func severalInAFile(t *testing.T, open func(*testing.T) *store.Store) {
	b := opened(t, open)
	monday := of(line(2, 100, "A", "1"), line(2, 200, "B", "2")).whole(2, 2).from(2, 0).to(2, 300)
	tuesday := of(line(3, 50, "C", "3")).whole(3, 3).from(3, 300).to(3, 350)
	interim := of(line(4, 70, "D", "4"))
	interim.Interim = true
	res := b.Load("camt.053.001.08", monday, tuesday, interim, monday)
	b.expect("file", res, counts{New: 3, Known: 2})
	for i, want := range []bool{true, true, false, false} {
		if res.Statements[i].Taken != want {
			t.Errorf("statement %d taken: %v, should be %v", i, !want, want)
		}
	}
	taken := must(b.Store.Taken(t.Context(), b.Company))(t)
	if len(taken) != 2 || taken[0].ID != 1 || taken[1].ID != 2 || taken[0].Intake != res.Intake {
		t.Errorf("statements %+v", taken)
	}
	same(t, "the second as it came", taken[1].Statement.Opening, &ledger.Balance{Date: march(3), Amount: eur(300)})
	if len(res.Findings) != 0 {
		t.Errorf("findings %v", res.Findings)
	}
}
