package matcher

import (
	"fmt"
	"reflect"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// orphans are a book in which some items are of no customer, and lines that name them.
func orphans(lines int) (Book, []ledger.Line) {
	book, out := typical(9, 2000, lines)
	for i := range book.Items {
		if i%7 == 0 {
			book.Items[i].Customer = "GONE"
		}
	}
	for i := range out {
		if i%3 == 0 {
			a, b := &book.Items[i%280*7], &book.Items[(i+1)%280*7]
			out[i].Remittance = fmt.Sprintf("FACTURES %s %s", a.Number, b.Number)
			out[i].Amount = money.New(max(a.Open.Minor()+b.Open.Minor(), 1)+49_90, money.EUR)
		}
	}
	return book, out
}

// TestOneLineLeavesNothing: what was found for one line is not taken for the next's.
func TestOneLineLeavesNothing(t *testing.T) {
	book, lines := orphans(600)
	x := NewIndex(book, Options{})
	for i := range lines {
		alone := builder{x: x, v: x.prepare(&lines[i], -1)}
		alone.find()
		want, got := alone.out, x.explanations(x.prepare(&lines[i], -1))
		if len(want) != len(got) {
			t.Fatalf("line %d has %d explanations, alone %d", i, len(got), len(want))
		}
		for k := range want {
			if got[k].mbits != want[k].mbits || !reflect.DeepEqual(got[k].allocs, want[k].allocs) {
				t.Fatalf("line %d: %+v, alone %+v", i, got[k], want[k])
			}
		}
	}
}

// TestUntouchedByWords: a line that does not wait for the words of its run would be
// judged the same with them.
func TestUntouchedByWords(t *testing.T) {
	for name, of := range map[string]func() (Book, []ledger.Line){
		"typical": func() (Book, []ledger.Line) { return typical(5, 2000, 1500) },
		"hostile": func() (Book, []ledger.Line) {
			book, lines := company(4, 300, 300)
			for _, l := range worstLines() {
				lines = append(lines, l)
			}
			batch := hostileLine("REMISE")
			for i := range 3 {
				one := hostileLine(fmt.Sprintf("LETTRE %s ZORGLUB", book.Items[i].Number))
				batch.Details = append(batch.Details, ledger.Detail{Amount: book.Items[i].Open, Payment: one.Payment})
			}
			return book, append(lines, batch)
		},
	} {
		book, lines := of()
		x := NewIndex(book, Options{})
		verdicts, known := x.verdicts(lines)
		waited := 0
		for i := range lines {
			v := x.prepare(&lines[i], -1)
			waited += yes(v.learns())
			before := x.decision(ptr(x.judge(v)))
			v = x.prepare(&lines[i], -1)
			v.learn(known)
			if after := x.decision(ptr(x.judge(v))); !v.learns() && !reflect.DeepEqual(before, after) && !verdicts[i].view.waits {
				t.Errorf("%s: line %d is judged %s, and with the words of the run %s", name, i, outcome(before), outcome(after))
			}
		}
		if waited == 0 || waited == len(lines) {
			t.Errorf("%s: %d of %d lines wait", name, waited, len(lines))
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestThirdLineOfAnItem: two lines that contest an item are put to review both, and a
// third one that wants it gets it no more than the first two.
func TestThirdLineOfAnItem(t *testing.T) {
	b := shop(t)
	line := func(id, amount, text string, day ledger.Date) ledger.Line {
		l := payment(t, amount, "Zinguerie Pontarlier SAS", text)
		l.ID, l.BankID, l.Booked = ledger.LineID(id), id, issueDay+day
		return l
	}
	got := NewIndex(b, Options{}).Decide([]ledger.Line{
		line("C", "713.13", "VIREMENT", 90), line("A", "713.13", "VIREMENT 9010", 91), line("B", "771.33", "VIREMENT 9010 9012", 92), line("D", "713.13", "FACTURE FA-2026-09011", 60)})
	for _, d := range got[:3] {
		if d.Status != ledger.Review {
			t.Errorf("%s is %s", d.Line, outcome(d))
		}
	}
}

// TestHopelessPayerOwes: a payer whose name says little beside the numbers of the text
// owes just the amount since an earlier payment; that is a doubt all the same.
func TestHopelessPayerOwes(t *testing.T) {
	b := shop(t)
	it := itemOf(t, "FA-2026-09777 HORL 1000.00 20")
	it.Open, it.Outstanding = euros(t, "771.33"), euros(t, "771.33")
	b.Items = append(b.Items, it)
	paid := named("P1", ledger.Transaction{Booked: issueDay + 70, Amount: euros(t, "228.67"), Kind: ledger.Transfer})
	b.Past = []Past{{Line: paid, Allocations: []ledger.Allocation{{Invoice: it.Number, Amount: euros(t, "228.67")}}}}
	l := payment(t, "771.33", "Horlogerie Vasseur SARL", "FACTURES FA-2026-09010 FA-2026-09012")
	l.Intake = 3
	if d := NewIndex(b, Options{}).Decide([]ledger.Line{l})[0]; outcome(d) != "review fits_elsewhere" {
		t.Error(outcome(d))
	}
}
