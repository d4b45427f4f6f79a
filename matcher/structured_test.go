package matcher

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lettrage/ledger"
	"lettrage/matcher/text"
)

// made writes the reference of a payload.
func made(t testing.TB, s text.Scheme, payload string) string {
	t.Helper()
	ref, ok := s.Make(payload)
	if !ok {
		t.Fatalf("scheme %d makes nothing of %q", s, payload)
	}
	return ref
}

// belgian prints a structured communication.
func belgian(ref string) string { return "+++" + ref[:3] + "/" + ref[3:7] + "/" + ref[7:] + "+++" }

// slip changes the last digit.
func slip(ref string) string {
	n := len(ref) - 1
	return ref[:n] + string('0'+(ref[n]-'0'+1)%10)
}

// TestStructuredOfNumber reads references that programs make of an item's number,
// where payer and amount alone would settle nothing.
func TestStructuredOfNumber(t *testing.T) {
	const first = "auto FA-2026-09010=713.13"
	rf, ogm := made(t, text.RF, "FA202609010"), belgian(made(t, text.OGM, "202609010"))
	qrr, viite, kid := made(t, text.QRR, "202609010"), made(t, text.Viite, "202609010"), made(t, text.KID10, "202609010")
	check(t, []ask{
		{"nothing said", "713.13", "Zinguerie Pontarlier", "", "review ambiguous"},
		{"rf", "713.13", "Zinguerie Pontarlier", rf, first},
		{"rf in fours", "713.13", "Zinguerie Pontarlier", rf[:4] + " " + rf[4:8] + " " + rf[8:12] + " " + rf[12:], first},
		{"rf of digits", "713.13", "Zinguerie Pontarlier", made(t, text.RF, "202609010"), first},
		{"rf with a finnish one within", "713.13", "Zinguerie Pontarlier", made(t, text.RF, viite), first},
		{"rf broken over lines", "713.13", "Zinguerie Pontarlier", "REGLEMENT " + rf[:9] + "\n" + rf[9:], first},
		{"belgian", "713.13", "Zinguerie Pontarlier", ogm, first},
		{"belgian, asterisks", "713.13", "Zinguerie Pontarlier", strings.ReplaceAll(ogm, "+++", "***"), first},
		{"belgian, no marks", "713.13", "Zinguerie Pontarlier", strings.ReplaceAll(ogm, "+++", ""), first},
		{"belgian, digits alone", "713.13", "Zinguerie Pontarlier", strings.NewReplacer("+", "", "/", "").Replace(ogm), first},
		{"belgian, spaced out", "713.13", "Zinguerie Pontarlier", strings.ReplaceAll(ogm, "/", " / "), first},
		{"belgian, broken over lines", "713.13", "Zinguerie Pontarlier", ogm[:10] + "\n" + ogm[10:], first},
		{"belgian, payer unknown", "713.13", "", ogm, first},
		{"swiss", "713.13", "Zinguerie Pontarlier", qrr, first},
		{"swiss in fives", "713.13", "Zinguerie Pontarlier", qrr[:2] + " " + qrr[2:7] + " " + qrr[7:12] + " " + qrr[12:17] + " " + qrr[17:22] + " " + qrr[22:], first},
		{"swiss behind the bank's and the customer's number", "713.13", "Zinguerie Pontarlier", made(t, text.QRR, "12345600000042000202609010"), first},
		{"finnish", "713.13", "Zinguerie Pontarlier", "viite " + viite[:5] + " " + viite[5:], first},
		{"finnish, nothing else", "713.13", "Zinguerie Pontarlier", viite, first},
		{"norwegian", "713.13", "Zinguerie Pontarlier", "KID " + kid, first},
		{"norwegian, modulo 11", "713.13", "Zinguerie Pontarlier", "KID: " + made(t, text.KID11, "202609010"), first},
		{"norwegian, no word, and it may be a number of ours that ran over", "713.13", "Zinguerie Pontarlier", "Betaling " + kid, "review ambiguous"},
		{"norwegian behind the customer's number", "713.13", "Zinguerie Pontarlier", "KID " + made(t, text.KID10, "0004200202609010"), first},
		{"of another customer", "415.37", "Quincaillerie Ostrevent", belgian(made(t, text.OGM, "202609040")), "review ambiguous"},
		{"of one that the book lacks", "480.00", "Horlogerie Vasseur", made(t, text.RF, "FA202609777"), "review not_listed"},
		{"of one that the book lacks, digits", "480.00", "Horlogerie Vasseur", belgian(made(t, text.OGM, "202609777")), "review not_listed"},
		{"of something else", "480.00", "Horlogerie Vasseur", belgian(made(t, text.OGM, "4711")), "auto FA-2026-09002=480.00"},
		{"of a paid one", "480.00", "Horlogerie Vasseur", belgian(made(t, text.OGM, "202609099")), "review already_paid"},
	})
}

// TestStructuredTwo pays two items by their references, in one text.
func TestStructuredTwo(t *testing.T) {
	a, b := made(t, text.OGM, "202609001"), made(t, text.OGM, "202609002")
	const two = "auto FA-2026-09001=1234.56 FA-2026-09002=480.00"
	check(t, []ask{
		{"belgian ones", "1714.56", "Horlogerie Vasseur", belgian(a) + " " + belgian(b), two},
		{"belgian ones without a blank", "1714.56", "Horlogerie Vasseur", belgian(a) + belgian(b), two},
		{"digits", "1714.56", "Horlogerie Vasseur", a + ", " + b, two},
		{"two schemes", "1714.56", "Horlogerie Vasseur", belgian(a) + " RF " + made(t, text.RF, "FA202609002"), two},
		{"one reference and one number", "1714.56", "Horlogerie Vasseur", belgian(a) + " FA-2026-09002", two},
		{"one item said twice", "1234.56", "Horlogerie Vasseur", belgian(a) + " FA-2026-09001", "auto FA-2026-09001=1234.56"},
	})
}

// TestStructuredWrong says nothing where the check digits are wrong: not for the item
// whose digits stand there, nor against another.
func TestStructuredWrong(t *testing.T) {
	ogm := belgian(slip(made(t, text.OGM, "202609010")))
	check(t, []ask{
		{"two could be meant", "713.13", "Zinguerie Pontarlier", ogm, "review ambiguous"},
		{"the payer's only one", "415.37", "Quincaillerie Ostrevent", ogm, "auto FA-2026-09020=415.37"},
		{"as if nothing were said", "415.37", "Quincaillerie Ostrevent", "", "auto FA-2026-09020=415.37"},
		{"finnish", "713.13", "Zinguerie Pontarlier", "VIITE " + slip(made(t, text.Viite, "202609010")), "review ambiguous"},
		{"norwegian", "713.13", "Zinguerie Pontarlier", "KID 202609010", "review ambiguous"},
	})
}

// structuredShop is the shop where each item of HORL has a Belgian reference of a file
// number that is not its own, and one of DIJK an RF reference.
func structuredShop(t testing.TB) Book {
	b := shop(t)
	n := 0
	for i := range b.Items {
		switch it := &b.Items[i]; it.Customer {
		case "HORL":
			n++
			it.Reference = belgian(made(t, text.OGM, "4711"+string(byte('0'+n))))
		case "DIJK":
			it.Reference = made(t, text.RF, "K7Q29")
		}
	}
	return b
}

// TestStructuredField knows an item by its own reference, wherever a bank puts it.
func TestStructuredField(t *testing.T) {
	first, second := belgian(made(t, text.OGM, "47111")), belgian(made(t, text.OGM, "47112"))
	for _, c := range []struct {
		name, amount string
		pay          ledger.Payment
		want         string
	}{
		{"in the text", "1234.56", ledger.Payment{Remittance: "MERCI " + first}, "auto FA-2026-09001=1234.56"},
		{"in a field of its own", "1234.56", ledger.Payment{References: []string{strings.Trim(first, "+")}}, "auto FA-2026-09001=1234.56"},
		{"there without slashes", "1234.56", ledger.Payment{References: []string{made(t, text.OGM, "47111")}}, "auto FA-2026-09001=1234.56"},
		{"there in an RF reference", "1234.56", ledger.Payment{References: []string{made(t, text.RF, made(t, text.OGM, "47111"))}}, "auto FA-2026-09001=1234.56"},
		{"zeros left out", "1234.56", ledger.Payment{References: []string{strings.TrimLeft(made(t, text.OGM, "47111"), "0")}}, "auto FA-2026-09001=1234.56"},
		{"two in fields of their own", "1714.56", ledger.Payment{References: []string{first, second}}, "auto FA-2026-09001=1234.56 FA-2026-09002=480.00"},
		{"one in the text, one in a field", "1714.56", ledger.Payment{Remittance: first, References: []string{second}}, "auto FA-2026-09001=1234.56 FA-2026-09002=480.00"},
		{"a part of one", "600.00", ledger.Payment{Remittance: "ACOMPTE " + first}, "auto FA-2026-09001=600.00 partial 0.00"},
		{"with letters", "3618.20", ledger.Payment{Remittance: made(t, text.RF, "K7Q29")}, "auto FA-2026-09040=3618.20"},
		{"of none in the book", "1234.56", ledger.Payment{Remittance: belgian(made(t, text.OGM, "47999"))}, "review not_listed"},
		{"RF of none in the book", "1234.56", ledger.Payment{Remittance: made(t, text.RF, "K7Q28")}, "review not_listed"},
		{"RF with a slip", "1234.56", ledger.Payment{Remittance: slip(made(t, text.RF, "K7Q29"))}, "auto FA-2026-09001=1234.56"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := payment(t, c.amount, "", "")
			l.Payment = c.pay
			l.Counterparty.Name = "Horlogerie Vasseur"
			if strings.Contains(c.want, "09040") {
				l.Counterparty.Name = "Van Dijk Bloemen"
			}
			d := decideAll(t, structuredShop(t), l)[0]
			if got := outcome(d); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
				for _, e := range d.Candidates {
					t.Logf("%d%s %v", e.Share, settles(e), e.Evidence)
				}
			}
		})
	}
}

// TestStructuredSeries leaves a company alone whose own numbers begin with RF.
func TestStructuredSeries(t *testing.T) {
	b := shop(t)
	for i := range b.Items {
		b.Items[i].Number = ledger.InvoiceNumber(strings.Replace(string(b.Items[i].Number), "FA-", "RF-", 1))
	}
	for _, text := range []string{"RF-2026-09001", "RF202609001", "RF 2026 09001"} {
		if got := outcome(decideAll(t, b, payment(t, "1234.56", "Horlogerie Vasseur", text))[0]); got != "auto RF-2026-09001=1234.56" {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestStructuredAny pays a drawn item by a reference made of its number, in a drawn
// scheme; with one digit changed nothing else is settled.
func TestStructuredAny(t *testing.T) {
	b := shop(t)
	x := NewIndex(b, Options{})
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(0, len(b.Items)-1).Draw(t, "item")
		it := &b.Items[k]
		if it.Open.Sign() <= 0 {
			return
		}
		s := text.Scheme(rapid.IntRange(int(text.RF), int(text.KID11)).Draw(t, "scheme"))
		ref, _ := s.Make(digitsOf(string(it.Number)))
		wrong := rapid.Bool().Draw(t, "wrong") && !strings.HasSuffix(ref, "-")
		if wrong {
			ref = slip(ref)
		}
		written := ref
		switch s {
		case text.OGM:
			written = belgian(ref)
		case text.Viite:
			written = "VIITE " + ref
		case text.KID10, text.KID11:
			written = "KID " + ref
		}
		l := named("L", ledger.Transaction{BankID: "L", Booked: issueDay + 90, Amount: it.Open, Payment: ledger.Payment{Remittance: written}})
		d := x.Decide([]ledger.Line{l})[0]
		for _, a := range d.Chosen.Allocations {
			if a.Invoice != it.Number {
				t.Fatalf("%q settles %s, not %s", written, a.Invoice, it.Number)
			}
		}
		if !wrong && d.Status != ledger.Auto {
			t.Fatalf("%q of %s: %s", written, it.Number, outcome(d))
		}
	})
}

// TestStructuredBare finds a number and its check digit without a word for it, of a
// company whose numbers have one width.
func TestStructuredBare(t *testing.T) {
	b := shop(t)
	for i := range b.Items {
		b.Items[i].Number = ledger.InvoiceNumber(strconv.Itoa(700_000 + i))
	}
	it := &b.Items[305]
	for text, want := range map[string]string{
		made(t, text.KID10, string(it.Number)):                     "auto 700305",
		"Betaling " + made(t, text.KID10, string(it.Number)):       "auto 700305",
		"Betaling " + slip(made(t, text.KID10, string(it.Number))): "review",
		"Tel " + made(t, text.KID10, string(it.Number)):            "review",
	} {
		l := payment(t, it.Open.String(), "", text)
		if got := outcome(decideAll(t, b, l)[0]); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
