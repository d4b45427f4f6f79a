package export

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"unicode/utf16"
	"unicode/utf8"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Decided is a bank line with what was decided of it.
type Decided struct {
	LineID   string // its name for other programs, see Names
	Account  string // of the bank: the IBAN, else its other number
	Line     ledger.Line
	Program  ledger.Decision  // the program's last word; the zero value: none yet, which is review
	Person   *ledger.Decision // a person's last word, if one
	Reverses string           // of a return: the name of the line that comes back, see Names
}

// decisionRow is one object of `export decisions --format jsonl`. Its keys are a
// contract with other programs: they are never renamed.
type decisionRow struct {
	LineID      string         `json:"line_id"`
	Account     string         `json:"account"`
	Date        string         `json:"date"`
	Amount      string         `json:"amount"`
	Status      ledger.Status  `json:"status"`
	Allocations []allocation   `json:"allocations"`
	Difference  *difference    `json:"difference"`
	Kind        ledger.Class   `json:"kind"`
	Candidates  [][]allocation `json:"candidates"`
	Probability share          `json:"probability"`
	By          ledger.Actor   `json:"by"`
	Decided     *personRow     `json:"decided"`
	Reverses    *string        `json:"reverses"`
}

// personRow is what a person decided of the line.
type personRow struct {
	Action      ledger.Reason `json:"action"` // accepted, chosen, refused, booked
	Status      ledger.Status `json:"status"`
	Allocations []allocation  `json:"allocations"`
	Difference  *difference   `json:"difference"`
	Kind        ledger.Class  `json:"kind"`
	Account     string        `json:"account,omitempty"` // of booked: the account's number
}

type allocation struct {
	Invoice string `json:"invoice"`
	Amount  string `json:"amount"`
}

type difference struct {
	Kind   ledger.DifferenceKind `json:"kind"`
	Amount string                `json:"amount"`
}

// share is a probability in millionths; as JSON it is a decimal fraction of six places.
type share int32

// MarshalJSON writes 999700 as 0.999700.
func (s share) MarshalJSON() ([]byte, error) { return []byte(millionths(int32(s))), nil }

// millionths writes a share as a decimal fraction, without a float on the way.
func millionths(s int32) string {
	s = max(0, min(s, 1_000_000))
	return fmt.Sprintf("%d.%06d", s/1_000_000, s%1_000_000)
}

// Decisions writes one JSON object a line of the bank, in the order of the sequence.
func Decisions(w io.Writer, lines iter.Seq2[Decided, error]) error {
	out := bufio.NewWriter(w)
	for d, err := range lines {
		if err != nil {
			return err
		}
		if err := writeRow(out, newDecisionRow(d)); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeRow(out *bufio.Writer, row decisionRow) error {
	text, err := json.Marshal(row)
	if err != nil {
		return err
	}
	_, err = out.Write(append(SafeJSON(text), '\n'))
	return err
}

// SafeJSON returns JSON in which what a terminal would act upon is written as \uXXXX: the
// identifiers stay exactly what they are, and do nothing when the file is shown.
func SafeJSON(text []byte) []byte {
	clean := text[:0:0]
	for _, r := range string(text) {
		switch {
		case r < utf8.RuneSelf && r != 0x7f || !isInvisible(r):
			clean = utf8.AppendRune(clean, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			clean = fmt.Appendf(clean, `\u%04x\u%04x`, high, low)
		default:
			clean = fmt.Appendf(clean, `\u%04x`, r)
		}
	}
	return clean
}

func newDecisionRow(d Decided) decisionRow {
	c := d.Line.Amount.Currency()
	row := decisionRow{
		LineID: d.LineID, Account: d.Account, Date: d.Line.Booked.String(), Amount: d.Line.Amount.String(),
		Status: d.Program.Status, Allocations: allocations(d.Program.Chosen.Allocations), Difference: newDifference(d.Program.Chosen.Difference, c),
		Kind: d.Program.Chosen.Class, Probability: share(d.Program.Chosen.Share), By: ledger.Program,
		Candidates: make([][]allocation, 0, len(d.Program.Candidates)),
	}
	for _, e := range d.Program.Candidates {
		row.Candidates = append(row.Candidates, allocations(e.Allocations))
	}
	if len(d.Program.Candidates) > 0 && (row.Kind == "" || row.Status == ledger.Review) {
		row.Probability = share(d.Program.Candidates[0].Share)
		row.Kind = cmp.Or(row.Kind, d.Program.Candidates[0].Class)
	}
	if row.Status == "" {
		row.Status = ledger.Review
	}
	if d.Reverses != "" {
		row.Reverses = &d.Reverses
	}
	if d.Person != nil {
		row.By, row.Decided = ledger.Person, newPersonRow(*d.Person, c)
	}
	return row
}

func newPersonRow(p ledger.Decision, c money.Currency) *personRow {
	return &personRow{Action: p.Reason, Status: p.Status, Allocations: allocations(p.Chosen.Allocations),
		Difference: newDifference(p.Chosen.Difference, c), Kind: p.Chosen.Class, Account: p.Account}
}

// allocations returns rows, never nil: a list without items is [] for other programs.
func allocations(from []ledger.Allocation) []allocation {
	rows := make([]allocation, len(from))
	for i, a := range from {
		rows[i] = allocation{string(a.Invoice), a.Amount.String()}
	}
	return rows
}

// newDifference returns nothing without a difference. A partial payment has a kind and the amount 0.
func newDifference(d ledger.Difference, c money.Currency) *difference {
	if d.Kind == ledger.NoDifference {
		return nil
	}
	amount := d.Amount
	if amount.Currency() == "" {
		amount = money.New(0, c)
	}
	return &difference{d.Kind, amount.String()}
}
