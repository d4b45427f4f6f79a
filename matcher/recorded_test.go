package matcher

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// recordedOf reads "means customer amount day slip contract item", '-' for nothing; an
// item is settled by the whole amount.
func recordedOf(t testing.TB, rows string) (all []ledger.Settlement) {
	t.Helper()
	for i, row := range strings.Split(strings.TrimSpace(rows), "\n") {
		var means, customer, amount, slip, contract, item string
		var day int
		if _, err := fmt.Sscan(row, &means, &customer, &amount, &day, &slip, &contract, &item); err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		s := ledger.Settlement{Means: ledger.Means(strings.TrimSuffix(means, "!")), Customer: ledger.CustomerID(customer), Amount: euros(t, amount), Received: issueDay + ledger.Date(day),
			Slip: strings.Trim(slip, "-"), Contract: strings.Trim(contract, "-"), Returned: strings.HasSuffix(means, "!")}
		if item != "-" {
			s.Allocations = []ledger.Allocation{{Invoice: ledger.InvoiceNumber(item), Amount: s.Amount}}
		}
		made, err := ledger.NewSettlement(s, i)
		if err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		all = append(all, made)
	}
	return all
}

// deposited decides one line of the shop with what was recorded.
func depositedIn(t *testing.T, rows string, l ledger.Line) ledger.Decision {
	t.Helper()
	b := shop(t)
	b.Recorded = recordedOf(t, rows)
	return decideAll(t, b, l)[0]
}

// brought is a line of the bank's own words.
func brought(t testing.TB, kind ledger.Kind, amount, label string) ledger.Line {
	t.Helper()
	return named("L1", ledger.Transaction{BankID: "L1", Booked: issueDay + 90, Amount: euros(t, amount), Kind: kind, Label: label})
}

// deposits are lines and what should become of them with what was recorded.
type depositAsk struct{ name, amount, label, want string }

func checkDeposits(t *testing.T, kind ledger.Kind, rows string, asks []depositAsk) {
	t.Helper()
	for _, a := range asks {
		t.Run(a.name, func(t *testing.T) {
			d := depositedIn(t, rows, brought(t, kind, a.amount, a.label))
			if got := outcome(d); got != a.want {
				t.Errorf("got  %s\nwant %s", got, a.want)
				for _, c := range d.Candidates {
					t.Logf("%d %d%s %v", c.Share, c.MBits, settles(c), c.Evidence)
				}
			}
		})
	}
}

// TestChequeSlip settles what the cheques of a slip settle.
func TestChequeSlip(t *testing.T) {
	checkDeposits(t, ledger.ChequeDeposit, `
		cheque HORL 1234.56 80 0124082 - FA-2026-09001
		cheque MARC  189.99 81 0124082 - FA-2026-09030
		cheque HORL  480.00 82 0124083 - FA-2026-09002
		cheque ZING   58.20 85 0124083 - FA-2026-09012
		cheque QUIN  415.37 95 0124084 - FA-2026-09020
		cheque DIJK 3618.20 88 0124085 - FA-2026-09040
		cheque MARC   64.50 88 0124085 - -`, []depositAsk{
		{"a whole slip", "1424.55", "REMISE CHEQUES", "auto FA-2026-09001=1234.56 FA-2026-09030=189.99"},
		{"its number", "1424.55", "REM CHQ 0124082 N 2 CHEQUES", "auto FA-2026-09001=1234.56 FA-2026-09030=189.99"},
		{"its number without zeros", "1424.55", "REM CHQ 124082", "auto FA-2026-09001=1234.56 FA-2026-09030=189.99"},
		{"another one's number", "1424.55", "REM CHQ 0124083 N 2 CHEQUES", "review contradiction"},
		{"another number of cheques", "1424.55", "REM CHQ N 3 CHEQUES", "review contradiction"},
		{"later than the line", "415.37", "REM CHQ 0124084", "review needs_detail"},
		{"a cheque that settles nothing known", "3682.70", "REM CHQ 0124085", "review needs_detail"},
		{"another amount", "1424.54", "REM CHQ 0124082", "review needs_detail"},
	})
}

// TestLooseCheques settles natural sets, and any set only where it is the only one.
func TestLooseCheques(t *testing.T) {
	const rows = `
		cheque HORL 1234.56 80 - - FA-2026-09001
		cheque MARC  189.99 81 - - FA-2026-09030
		cheque HORL  480.00 82 - - FA-2026-09002
		cheque ZING  713.13 82 - - FA-2026-09010
		cheque ZING  713.13 83 - - FA-2026-09011`
	checkDeposits(t, ledger.ChequeDeposit, rows, []depositAsk{
		{"all", "3330.81", "REMISE CHEQUES", "auto FA-2026-09001=1234.56 FA-2026-09002=480.00 FA-2026-09010=713.13 FA-2026-09011=713.13 FA-2026-09030=189.99"},
		{"all up to a day", "1424.55", "REMISE CHEQUES", "auto FA-2026-09001=1234.56 FA-2026-09030=189.99"},
		{"of one day", "1193.13", "REMISE CHEQUES", "review ambiguous"}, // the one of the next day has the same amount
		{"any set", "1714.56", "REMISE CHEQUES", "auto FA-2026-09001=1234.56 FA-2026-09002=480.00"},
		{"one of two like ones", "713.13", "REMISE CHEQUES", "review ambiguous"},
		{"a single one, which may be another of that amount", "1234.56", "REMISE CHEQUE", "review weak"},
		{"none", "1.00", "REMISE CHEQUES", "review needs_detail"},
	})
	if got := outcome(depositedIn(t, rows, brought(t, ledger.Transfer, "1424.55", "VIR SEPA RECU"))); strings.HasPrefix(got, "auto") {
		t.Errorf("a transfer brings cheques: %s", got)
	}
}

// TestChequeMany finds a natural set among more cheques than a search for any set looks at.
func TestChequeMany(t *testing.T) {
	b, _ := company(3, 60, 0)
	var sum int64
	for i := range b.Items {
		it := &b.Items[i]
		b.Recorded = append(b.Recorded, ledger.Settlement{Means: ledger.PaidByCheque, Customer: it.Customer, Amount: it.Open, Received: issueDay + 60 + ledger.Date(i/20),
			Allocations: []ledger.Allocation{{Invoice: it.Number, Amount: it.Open}}})
		sum += it.Open.Minor()
	}
	d := decideAll(t, b, named("L1", ledger.Transaction{BankID: "L1", Booked: issueDay + 90, Kind: ledger.ChequeDeposit, Amount: money.New(sum, money.EUR)}))[0]
	if len(d.Candidates) == 0 || len(d.Candidates[0].Allocations) != 60 {
		t.Errorf("%s: the whole is not shown first", outcome(d))
	}
}

// TestCardPayout settles the takings of the days before, less the provider's fee.
func TestCardPayout(t *testing.T) {
	const takings = `
		card HORL 1234.56 85 - 4711 FA-2026-09001
		card MARC  189.99 86 - 4711 FA-2026-09030
		card HORL  480.00 87 - 4711 FA-2026-09002
		card ZING  713.13 89 - 4711 FA-2026-09010
		card DIJK 3618.20 89 - 4712 FA-2026-09040
		card QUIN  415.37 89 - 4712 FA-2026-09020`
	checkDeposits(t, ledger.CardPayout, takings, []depositAsk{
		{"no fee", "713.13", "REMISE CB 4711", "auto FA-2026-09010=713.13"},
		{"a fee, contract and day named", "706.00", "REMISE CB 4711 " + dayOf(89), "auto FA-2026-09010=713.13 bank_fee 7.13"},
		{"a fee, and nothing named", "706.00", "REMISE CB", "review weak"},
		{"several days", "660.00", "REMISE CB 4711 " + dayOf(87), "auto FA-2026-09002=480.00 FA-2026-09030=189.99 bank_fee 9.99"},
		{"another contract", "4000.00", "REMISE CB 4712 " + dayOf(89), "auto FA-2026-09020=415.37 FA-2026-09040=3618.20 bank_fee 33.57"},
		{"too great a fee", "650.00", "REMISE CB 4711 " + dayOf(89), "review contradiction"},
		{"more than was taken", "714.00", "REMISE CB 4711", "none"},
		{"nothing", "12.00", "REMISE CB 4711", "none"},
	})
}

// dayOf writes a day as banks do in the words for takings.
func dayOf(day int) string {
	t := (issueDay + ledger.Date(day)).Time()
	return t.Format("020106")
}

// TestCardRefund takes refunds off the takings of their day.
func TestCardRefund(t *testing.T) {
	checkDeposits(t, ledger.CardPayout, `
		card HORL 1234.56 89 - 4711 FA-2026-09001
		card HORL  -77.30 89 - 4711 AV-2026-00007`, []depositAsk{
		{"net", "1157.26", "REMISE CB 4711", "auto FA-2026-09001=1234.56 AV-2026-00007=-77.30"},
		{"gross", "1234.56", "REMISE CB 4711", "none"},
	})
}

// TestCardFees takes the rate of a company's earlier payouts as its own.
func TestCardFees(t *testing.T) {
	b := shop(t)
	b.Recorded = recordedOf(t, `
		card ZING 713.13 88 - - FA-2026-09010
		card QUIN 415.37 89 - - FA-2026-09020`)
	for i := range 4 {
		gross := int64(400_00 + i*77_13)
		b.Past = append(b.Past, Past{Line: named(fmt.Sprint("P", i), ledger.Transaction{Booked: issueDay + 50, Kind: ledger.CardPayout, Amount: money.New(gross-gross*8/1000, money.EUR)}),
			Allocations: []ledger.Allocation{{Invoice: "X", Amount: money.New(gross, money.EUR)}}})
	}
	x := NewIndex(b, Options{})
	if f := x.fees; f.count != 4 || f.least < 7_900 || f.most > 8_100 {
		t.Fatalf("the rates are %+v", f)
	}
	usual := x.Decide([]ledger.Line{brought(t, ledger.CardPayout, "412.05", "REMISE CB")})[0] // 0.8 %
	other := x.Decide([]ledger.Line{brought(t, ledger.CardPayout, "405.00", "REMISE CB")})[0] // 2.5 %
	if outcome(usual) != "auto FA-2026-09020=415.37 bank_fee 3.32" || other.Status != ledger.Review {
		t.Errorf("the usual rate: %s; another: %s", outcome(usual), outcome(other))
	}
}

// TestDebitBatch settles the collections of a batch, less those that came back.
func TestDebitBatch(t *testing.T) {
	const rows = `
		direct_debit  HORL 1234.56 88 PRLV-20260316-6520 - FA-2026-09001
		direct_debit  MARC  189.99 88 PRLV-20260316-6520 - FA-2026-09030
		direct_debit! MARC   64.50 88 PRLV-20260316-6520 - FA-2026-09031
		direct_debit  ZING  713.13 89 - - FA-2026-09010
		direct_debit  ZING   58.20 89 - - FA-2026-09012
		direct_debit  DIJK 3618.20 90 - - FA-2026-09040
		direct_debit  QUIN  415.37 92 LATE - FA-2026-09020`
	checkDeposits(t, ledger.DirectDebit, rows, []depositAsk{
		{"less what came back", "1424.55", "REMISE PRLV SEPA PRLV-20260316-6520 NB 2", "auto FA-2026-09001=1234.56 FA-2026-09030=189.99"},
		{"whole, what came back is taken by another line", "1489.05", "REMISE PRLV SEPA PRLV-20260316-6520 NB 3", "auto FA-2026-09001=1234.56 FA-2026-09030=189.99 FA-2026-09031=64.50"},
		{"of one day", "771.33", "REMISE PRLV SEPA", "auto FA-2026-09010=713.13 FA-2026-09012=58.20"},
		{"by the code alone", "771.33", "ENCAISSEMENT", "auto FA-2026-09010=713.13 FA-2026-09012=58.20"},
		{"one lacking", "1234.56", "REMISE PRLV SEPA PRLV-20260316-6520", "auto FA-2026-09001=1234.56"},
		{"one lacking, counted otherwise", "1234.56", "REMISE PRLV SEPA PRLV-20260316-6520 NB 2", "review contradiction"},
		{"later", "415.37", "REMISE PRLV SEPA LATE", "review needs_detail"},
	})
}

// TestDepositsTwice holds a second line that would bring the same slip.
func TestDepositsTwice(t *testing.T) {
	b := shop(t)
	b.Recorded = recordedOf(t, `
		cheque HORL 1234.56 80 S1 - FA-2026-09001
		cheque MARC  189.99 81 S1 - FA-2026-09030`)
	first, second := brought(t, ledger.ChequeDeposit, "1424.55", "REM CHQ"), brought(t, ledger.ChequeDeposit, "1424.55", "REM CHQ")
	second.ID = "L2"
	autos := 0
	for _, d := range decideAll(t, b, first, second) {
		if d.Status == ledger.Auto {
			autos++
		}
	}
	if autos > 1 {
		t.Error("one slip is brought to the account twice")
	}
}

// TestDepositSettled books nothing on items that are settled already.
func TestDepositSettled(t *testing.T) {
	checkDeposits(t, ledger.ChequeDeposit, `cheque HORL 350.00 80 S1 - FA-2026-09099`, []depositAsk{
		{"a paid item", "350.00", "REM CHQ S1", "review needs_detail"},
	})
}

// TestNothingRecorded decides the same with no settlements and with some that are not there yet.
func TestNothingRecorded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, lines := drawn(t)
		before := NewIndex(b, Options{}).Decide(lines)
		for _, it := range b.Items {
			if it.Open.Sign() > 0 {
				b.Recorded = append(b.Recorded, ledger.Settlement{Means: ledger.PaidByCheque, Customer: it.Customer, Amount: it.Open, Received: issueDay + 1000,
					Allocations: []ledger.Allocation{{Invoice: it.Number, Amount: it.Open}}})
			}
		}
		for i, d := range NewIndex(b, Options{}).Decide(lines) {
			if outcome(d) != outcome(before[i]) {
				t.Fatalf("line %d: %s, and %s with what is recorded later", i, outcome(before[i]), outcome(d))
			}
		}
	})
}

// TestDepositsNaive compares the sets of cheques with all there are.
func TestDepositsNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(1, 12), 1, 9).Draw(t, "amounts")
		days := rapid.SliceOfN(rapid.IntRange(0, 3), len(amounts), len(amounts)).Draw(t, "days")
		line := rapid.Int64Range(1, 40).Draw(t, "line")
		var b Book
		for i, a := range amounts {
			b.Recorded = append(b.Recorded, ledger.Settlement{Means: ledger.PaidByCheque, Amount: money.New(a, money.EUR), Received: issueDay + ledger.Date(days[i])})
		}
		x := NewIndex(b, Options{})
		l := named("L", ledger.Transaction{Booked: issueDay + 3, Kind: ledger.ChequeDeposit, Amount: money.New(line, money.EUR)})
		var got []string
		found := x.chequeDeposits(x.prepare(&l, -1))
		for _, d := range found {
			got = append(got, fmt.Sprint(d.set))
			if d.cost > 0 || x.total(d.set) != line || d.fee != 0 {
				t.Fatalf("%+v", d)
			}
		}
		want := subsetsNaive(amounts, line)
		if len(want) > maxSolutions {
			return // none is listed but natural ones
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%v of %v: got %v, want %v", line, amounts, got, want)
		}
	})
}

func subsetsNaive(amounts []int64, target int64) (all []string) {
	for bits := 1; bits < 1<<len(amounts); bits++ {
		var set []int32
		var sum int64
		for i, a := range amounts {
			if bits>>i&1 == 1 {
				set, sum = append(set, int32(i)), sum+a
			}
		}
		if sum == target {
			all = append(all, fmt.Sprint(set))
		}
	}
	return all
}

// TestPayoutsHold checks drawn payouts: consecutive days, fees within what is usual,
// and the one that was paid out is among them.
func TestPayoutsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b Book
		n := rapid.IntRange(1, 12).Draw(t, "days")
		from := rapid.IntRange(max(0, n-4), n-1).Draw(t, "from")
		to := rapid.IntRange(from, n-1).Draw(t, "to")
		var gross int64
		var paid []int32
		for i := range n {
			for range rapid.IntRange(1, 3).Draw(t, "takings") {
				a := rapid.Int64Range(500, 100_000).Draw(t, "amount")
				if i >= from && i <= to {
					gross, paid = gross+a, append(paid, int32(len(b.Recorded)))
				}
				b.Recorded = append(b.Recorded, ledger.Settlement{Means: ledger.PaidByCard, Amount: money.New(a, money.EUR), Received: issueDay + ledger.Date(i)})
			}
		}
		fee := gross * rapid.Int64Range(1_100, 34_000).Draw(t, "rate") / million
		l := named("L", ledger.Transaction{Booked: issueDay + 12, Kind: ledger.CardPayout, Amount: money.New(gross-fee, money.EUR)})
		x := NewIndex(b, Options{})
		found := false
		for _, d := range x.payouts(x.prepare(&l, -1)) {
			if d.fee < 0 || d.fee > shareOf(x.total(d.set), mostFee) || x.total(d.set)-d.fee != gross-fee {
				t.Fatalf("%+v", d)
			}
			for i := 1; i < len(d.set); i++ {
				if d.set[i] != d.set[i-1]+1 {
					t.Fatalf("%v are no consecutive days", d.set)
				}
			}
			found = found || slices.Equal(d.set, paid)
		}
		if !found {
			t.Fatalf("%v, with a fee of %d of %d, are not found", paid, fee, gross)
		}
	})
}

// TestDepositsBounded looks at ten thousand settlements of one amount and a long text.
func TestDepositsBounded(t *testing.T) {
	for _, means := range []ledger.Means{ledger.PaidByCheque, ledger.PaidByCard, ledger.PaidByDebit} {
		b := shop(t)
		for i := range 10_000 {
			s := ledger.Settlement{Means: means, Customer: "HORL", Amount: euros(t, "49.90"), Received: issueDay + ledger.Date(i%80), Allocations: []ledger.Allocation{{Invoice: "FA-2026-09001", Amount: euros(t, "49.90")}}}
			if i%2 == 0 {
				s.Slip = fmt.Sprint("B", i%100)
			}
			b.Recorded = append(b.Recorded, s)
		}
		x := NewIndex(b, Options{})
		for kind, label := range map[ledger.Kind]string{ledger.ChequeDeposit: "REM CHQ", ledger.CardPayout: "REMISE CB", ledger.DirectDebit: "REMISE PRLV"} {
			l := brought(t, kind, "4890.20", label+strings.Repeat(" B 7 8", 700))
			if d := x.Decide([]ledger.Line{l})[0]; d.Status == ledger.Auto {
				t.Errorf("%s, %s: %s", means, label, outcome(d))
			}
		}
	}
}
