// Package eval measures decisions against labelled sets: lines of which somebody
// has said what they pay, and whether that could be known.
//
//	truths, err := eval.ReadTruth(file)
//	report := eval.Score(truths, decisions, eval.CAMT)
//	eval.WriteKinds(w, report.Kinds)
//
// What counts most is what was wrong among the automatic decisions (precision);
// then how many of the lines that could be decided were (recall); then whether a
// person who is asked sees the right answer first. Its tests run the matcher over
// the sets in fixtures/labelled, and over those of the folder LETTRAGE_TRUTH, and
// compare the figures with goldens, so that each change shows what it did to them.
package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Source is the kind of file that the lines were read from. Some evidence stands in CAMT alone.
type Source string

// Sources.
const (
	CAMT Source = "camt"
	CSV  Source = "csv"
	OFX  Source = "ofx"
)

// Truth is the label of one line.
type Truth struct {
	Line     string // the bank's own identifier
	Kind     string // of case: "full", "partial", "duplicate_payment", …
	Must     ledger.Status
	Accept   []ledger.Status // statuses that are all right; Must when nothing is said
	Paid     Settled         // what the line settles
	AlsoOK   []Settled       // other right ways to write it or, for review, its rivals
	CAMTOnly bool            // the evidence is not in the CSV or the OFX
}

// Settled is what a line settles: the amount of each item, ordered by number.
type Settled []ledger.Allocation

// label is a line of truth.jsonl.
type label struct {
	LineID      string          `json:"line_id"`
	Kind        string          `json:"kind"`
	Must        ledger.Status   `json:"must"`
	Accept      []ledger.Status `json:"accept"`
	Allocations []labelled      `json:"allocations"`
	AlsoOK      [][]labelled    `json:"also_ok"`
	CAMTOnly    bool            `json:"camt_only"`
	Currency    money.Currency  `json:"currency"`
}

type labelled struct {
	Invoice ledger.InvoiceNumber `json:"invoice"`
	Amount  string               `json:"amount"`
}

// maxLabel is the limit of one line of a file of labels, in bytes.
const maxLabel = 1 << 20

// ReadTruth reads labels, one JSON object a line. The error names the line.
func ReadTruth(r io.Reader) ([]Truth, error) {
	var truths []Truth
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 64<<10), maxLabel)
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var l label
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("label in line %d: %w", n, err)
		}
		t, err := l.truth()
		if err != nil {
			return nil, fmt.Errorf("label in line %d: %w", n, err)
		}
		truths = append(truths, t)
	}
	return truths, in.Err()
}

func (l label) truth() (Truth, error) {
	t := Truth{Line: l.LineID, Kind: l.Kind, Must: l.Must, Accept: l.Accept, CAMTOnly: l.CAMTOnly}
	if l.Currency == "" {
		l.Currency = money.EUR
	}
	switch l.Must {
	case ledger.Auto, ledger.Review, ledger.None:
	default:
		return t, fmt.Errorf("must should be %s, %s or %s", ledger.Auto, ledger.Review, ledger.None)
	}
	if len(t.Accept) == 0 {
		t.Accept = []ledger.Status{t.Must}
	}
	var err error
	if t.Paid, err = settled(l.Allocations, l.Currency); err != nil {
		return t, err
	}
	for _, also := range l.AlsoOK {
		s, err := settled(also, l.Currency)
		if err != nil {
			return t, err
		}
		t.AlsoOK = append(t.AlsoOK, s)
	}
	return t, nil
}

func settled(all []labelled, c money.Currency) (Settled, error) {
	allocations := make([]ledger.Allocation, len(all))
	for i, one := range all {
		amount, err := money.Parse(one.Amount, c, '.')
		if err != nil {
			return nil, err
		}
		allocations[i] = ledger.Allocation{Invoice: one.Invoice, Amount: amount}
	}
	return newSettled(allocations), nil
}

// newSettled sums up by item and orders by number.
func newSettled(all []ledger.Allocation) Settled {
	s := Settled(slices.Clone(all))
	slices.SortStableFunc(s, func(a, b ledger.Allocation) int { return strings.Compare(string(a.Invoice), string(b.Invoice)) })
	kept := s[:0]
	for _, a := range s {
		if n := len(kept); n > 0 && kept[n-1].Invoice == a.Invoice {
			kept[n-1].Amount = money.New(kept[n-1].Amount.Minor()+a.Amount.Minor(), a.Amount.Currency())
			continue
		}
		kept = append(kept, a)
	}
	return kept
}

// same compares what two settle; of a return the sign does not count.
func (s Settled) same(o Settled, signed bool) bool {
	return slices.EqualFunc(s, o, func(a, b ledger.Allocation) bool {
		return a.Invoice == b.Invoice && (a.Amount.Minor() == b.Amount.Minor() || !signed && a.Amount.Minor() == -b.Amount.Minor())
	})
}
