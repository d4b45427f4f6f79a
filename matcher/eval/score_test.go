package eval

import (
	"bytes"
	"strings"
	"testing"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

func paid(pairs ...any) []ledger.Allocation {
	var all []ledger.Allocation
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, ledger.Allocation{Invoice: ledger.InvoiceNumber(pairs[i].(string)), Amount: money.New(int64(pairs[i+1].(int)), money.EUR)})
	}
	return all
}

func auto(pairs ...any) ledger.Decision {
	return ledger.Decision{Status: ledger.Auto, Chosen: ledger.Explanation{Allocations: paid(pairs...)}}
}

func review(shown ...[]ledger.Allocation) ledger.Decision {
	d := ledger.Decision{Status: ledger.Review}
	for _, s := range shown {
		d.Candidates = append(d.Candidates, ledger.Explanation{Allocations: s})
	}
	return d
}

// TestScore judges one line at a time, as the sets' own scorer does.
func TestScore(t *testing.T) {
	none := ledger.Decision{Status: ledger.None}
	known := Truth{Line: "L", Kind: "full", Must: ledger.Auto, Accept: []ledger.Status{ledger.Auto}, Paid: newSettled(paid("F1", 100)), AlsoOK: []Settled{newSettled(paid("F1", 90, "F2", 10))}}
	asked := known
	asked.Must, asked.Accept = ledger.Review, []ledger.Status{ledger.Review}
	grey := asked
	grey.Accept = []ledger.Status{ledger.Review, ledger.Auto}
	nobody := Truth{Line: "L", Kind: "unrelated_credit", Must: ledger.None, Accept: []ledger.Status{ledger.None}}
	tolerated := nobody
	tolerated.Accept = []ledger.Status{ledger.None, ledger.Review}
	back := grey
	back.Kind, back.Paid = "returned", newSettled(paid("F1", -100))
	slip := asked
	slip.Kind = "cheque_deposit"
	hidden := known
	hidden.CAMTOnly = true
	for _, c := range []struct {
		name  string
		truth Truth
		d     ledger.Decision
		from  Source
		want  Counts
	}{
		{"right", known, auto("F1", 100), CAMT, Counts{Lines: 1, MustAuto: 1, Auto: 1, Right: 1, Hit: 1}},
		{"right, in two pieces", known, auto("F1", 60, "F1", 40), CAMT, Counts{Lines: 1, MustAuto: 1, Auto: 1, Right: 1, Hit: 1}},
		{"as good", known, auto("F2", 10, "F1", 90), CAMT, Counts{Lines: 1, MustAuto: 1, Auto: 1, Right: 1, Hit: 1}},
		{"another amount", known, auto("F1", 99), CAMT, Counts{Lines: 1, MustAuto: 1, Auto: 1, Wrong: 1}},
		{"nothing settled", known, auto(), CAMT, Counts{Lines: 1, MustAuto: 1, Auto: 1, Wrong: 1}},
		{"asked, shown first", known, review(paid("F1", 100)), CAMT, Counts{Lines: 1, MustAuto: 1, Review: 1, Asked: 1, First: 1, Third: 1}},
		{"asked, shown third", known, review(paid("F3", 1), paid("F4", 1), paid("F1", 100)), CAMT, Counts{Lines: 1, MustAuto: 1, Review: 1, Asked: 1, Third: 1}},
		{"asked, shown fourth", known, review(paid("F3", 1), paid("F4", 1), paid("F5", 1), paid("F1", 100)), CAMT, Counts{Lines: 1, MustAuto: 1, Review: 1, Asked: 1}},
		{"said to be none", known, none, CAMT, Counts{Lines: 1, MustAuto: 1, None: 1, FalseNone: 1}},
		{"lucky", asked, auto("F1", 100), CAMT, Counts{Lines: 1, MustReview: 1, Auto: 1, Lucky: 1}},
		{"a rival booked", asked, auto("F1", 90, "F2", 10), CAMT, Counts{Lines: 1, MustReview: 1, Auto: 1, Wrong: 1}},
		{"grey", grey, auto("F1", 100), CAMT, Counts{Lines: 1, MustReview: 1, Auto: 1, Right: 1, Grey: 1}},
		{"booked on nothing's line", nobody, auto("F1", 100), CAMT, Counts{Lines: 1, MustNone: 1, Auto: 1, Wrong: 1, OnNone: 1}},
		{"none", nobody, none, CAMT, Counts{Lines: 1, MustNone: 1, None: 1, NoneRight: 1}},
		{"none asked", nobody, review(), CAMT, Counts{Lines: 1, MustNone: 1, Review: 1, NoneAsked: 1}},
		{"none asked where that is right", tolerated, review(), CAMT, Counts{Lines: 1, MustNone: 1, Review: 1, NoneRight: 1}},
		{"a return without its sign", back, auto("F1", 100), CAMT, Counts{Lines: 1, MustReview: 1, Auto: 1, Right: 1, Grey: 1}},
		{"a slip's candidates do not count", slip, review(paid("F1", 100)), CAMT, Counts{Lines: 1, MustReview: 1, Review: 1}},
		{"hidden in a CSV, asked", hidden, review(paid("F1", 100)), CSV, Counts{Lines: 1, MustReview: 1, Review: 1, Asked: 1, First: 1, Third: 1}},
		{"hidden in an OFX, booked", hidden, auto("F1", 100), OFX, Counts{Lines: 1, MustReview: 1, Auto: 1, Right: 1, Grey: 1}},
		{"hidden in a CSV, another booked", hidden, auto("F1", 90, "F2", 10), CSV, Counts{Lines: 1, MustReview: 1, Auto: 1, Wrong: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Score([]Truth{c.truth}, map[string]ledger.Decision{"L": c.d}, c.from)
			if r.Counts != c.want {
				t.Errorf("got  %+v\nwant %+v", r.Counts, c.want)
			}
			if bad := r.Wrong+r.Lucky > 0; bad != (len(r.Bad) == 1) {
				t.Errorf("%d bad decisions are listed", len(r.Bad))
			}
		})
	}
	if r := Score([]Truth{known}, nil, CAMT); r.Missing != 1 {
		t.Error("a line without a decision is not counted as missing")
	}
}

// TestReadTruth reads labels, and says which line of the file is none.
func TestReadTruth(t *testing.T) {
	good := `{"line_id":"L1","kind":"full","must":"auto","allocations":[{"invoice":"F2","amount":"1.50"},{"invoice":"F1","amount":"-2"}],"also_ok":[[{"invoice":"F3","amount":"3"}]],"camt_only":true}

{"line_id":"L2","kind":"x","must":"review","accept":["review","auto"],"allocations":[],"also_ok":[]}
`
	truths, err := ReadTruth(strings.NewReader(good))
	if err != nil || len(truths) != 2 {
		t.Fatal(len(truths), err)
	}
	if a := truths[0]; !a.CAMTOnly || len(a.Accept) != 1 || a.Paid[0].Invoice != "F1" || a.Paid[0].Amount.Minor() != -200 || a.Paid[1].Amount.Minor() != 150 || len(a.AlsoOK) != 1 {
		t.Errorf("%+v", a)
	}
	for _, bad := range []string{"{", `{"must":"maybe"}`, `{"must":"auto","allocations":[{"invoice":"F","amount":"1,5,0"}]}`} {
		if _, err := ReadTruth(strings.NewReader(good + bad)); err == nil || !strings.Contains(err.Error(), "line 4") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestTables writes figures that line up.
func TestTables(t *testing.T) {
	r := Report{Kinds: []KindCounts{{"full", Counts{Lines: 3, Auto: 2, Right: 1, Wrong: 1}}}}
	all := Merge(r, r, Report{Kinds: []KindCounts{{"a", Counts{Lines: 1}}}})
	if len(all) != 2 || all[0].Kind != "a" || all[1].Lines != 6 {
		t.Errorf("%+v", all)
	}
	var b bytes.Buffer
	if err := WriteTable(&b, []Row{{"easy", Counts{Lines: 3, Auto: 2, Wrong: 1, Lucky: 1, MustAuto: 3, Hit: 1}}}); err != nil {
		t.Fatal(err)
	}
	const want = "set   lines  autos  wrong  lucky  strict  bound   recall  first  third  none  false none\neasy  3      2      1      1      0.0000  0.9747  0.3333  –      –      –     0\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
