package main

import (
	"lettrage/cmd/internal/batch"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/matcher"
)

// whyJSON is the object of `review explain --format json`; explainHelp has its keys,
// which are never renamed.
type whyJSON struct {
	Line       ledger.LineID   `json:"line"`
	External   string          `json:"line_id"` // the bank's own
	Date       ledger.Date     `json:"date"`
	Amount     string          `json:"amount"`
	Currency   string          `json:"currency"`
	Texts      []whyTextJSON   `json:"texts"`
	Standing   standingJSON    `json:"standing"`
	AsOf       string          `json:"as_of"`
	Status     ledger.Status   `json:"status"`
	Reason     ledger.Reason   `json:"reason"`
	Words      string          `json:"words"`
	Todo       string          `json:"todo"`
	Threshold  int32           `json:"threshold"`
	Items      int             `json:"items"`
	Ways       []wayJSON       `json:"explanations"`
	RunnerUp   *runnerUpJSON   `json:"runner_up"`
	Rivals     []otherLineJSON `json:"rivals"`
	Changes    [][]changeJSON  `json:"changes"`
	Bounds     []boundJSON     `json:"bounds"`
	Payments   []paymentJSON   `json:"payments,omitempty"`
	Against    *againstJSON    `json:"against,omitempty"`
	in         words.Language  // of the words
	line       ledger.Line     // of which it speaks
	linesNamed map[ledger.LineID]ledger.Line
}

type whyTextJSON struct {
	Field ledger.Field `json:"field"`
	Text  string       `json:"text"`
}

type standingJSON struct {
	By          ledger.Actor     `json:"by"`
	Status      ledger.Status    `json:"status"`
	Reason      ledger.Reason    `json:"reason"`
	Account     string           `json:"account,omitempty"`
	Allocations []allocationJSON `json:"allocations"`
}

type wayJSON struct {
	Rank        int                `json:"rank"`
	Kind        ledger.Class       `json:"kind"`
	Words       string             `json:"words"`
	Share       int32              `json:"share"`
	MBits       int32              `json:"mbits"`
	Prior       int32              `json:"prior_mbits"`
	Choice      int32              `json:"choice_mbits"`
	Allocations []allocationJSON   `json:"allocations"`
	Difference  *whyDifferenceJSON `json:"difference"`
	Reverses    ledger.LineID      `json:"reverses,omitempty"`
	Refused     bool               `json:"refused"`
	Evidence    []whyEvidenceJSON  `json:"evidence"`
}

type whyDifferenceJSON struct {
	Kind   ledger.DifferenceKind `json:"kind"`
	Amount string                `json:"amount"`
	Words  string                `json:"words"`
}

type whyEvidenceJSON struct {
	Kind    ledger.EvidenceKind  `json:"kind"`
	How     string               `json:"how"`
	Field   ledger.Field         `json:"field"`
	Span    [2]int32             `json:"span"`
	Text    string               `json:"text"`
	With    string               `json:"with"`
	Invoice ledger.InvoiceNumber `json:"invoice,omitempty"`
	MBits   int32                `json:"mbits"`
	Words   string               `json:"words"`
}

type runnerUpJSON struct {
	Rank     int            `json:"rank"`
	Compared []comparedJSON `json:"compared"`
}

type comparedJSON struct {
	Sort  matcher.Sort `json:"sort"`
	Words string       `json:"words"`
	Best  int32        `json:"best_mbits"`
	Other int32        `json:"other_mbits"`
}

type otherLineJSON struct {
	Line   ledger.LineID `json:"line"`
	Date   ledger.Date   `json:"date"`
	Amount string        `json:"amount"`
	Payer  string        `json:"payer"`
}

type changeJSON struct {
	If       matcher.Condition      `json:"if"`
	Words    string                 `json:"words"`
	MBits    int32                  `json:"mbits,omitempty"`
	Invoices []ledger.InvoiceNumber `json:"invoices,omitempty"`
	Customer string                 `json:"customer,omitempty"`
	Amount   string                 `json:"amount,omitempty"`
	Text     []string               `json:"text,omitempty"`
}

type boundJSON struct {
	Bound matcher.Bound `json:"bound"`
	Words string        `json:"words"`
}

type paymentJSON struct {
	Status ledger.Status `json:"status"`
	Reason ledger.Reason `json:"reason"`
	Words  string        `json:"words"`
	Ways   []wayJSON     `json:"explanations"`
}

type againstJSON struct {
	Invoice  ledger.InvoiceNumber `json:"invoice"`
	Bar      matcher.Bar          `json:"bar"`
	Words    string               `json:"words"`
	Rank     int                  `json:"rank"`
	Way      *wayJSON             `json:"explanation"`
	Settled  []otherLineJSON      `json:"settled_by"`
	Compared []comparedJSON       `json:"compared"`
	Changes  [][]changeJSON       `json:"changes"`
}

func newWhyJSON(in words.Language, e batch.Explained) whyJSON {
	l, why := e.Line, e.Why
	r := in.Reason(why.Decision.Reason)
	o := whyJSON{in: in, line: l, linesNamed: e.Lines,
		Line: l.ID, External: e.External, Date: l.Booked, Amount: l.Amount.String(), Currency: string(l.Amount.Currency()), Texts: textsJSON(l),
		Standing: standingJSON{e.Standing.By, e.Standing.Status, e.Standing.Reason, e.Standing.Account, allocationsJSON(e.Standing.Chosen.Allocations)},
		AsOf:     asOf(e), Status: why.Decision.Status, Reason: why.Decision.Reason, Threshold: why.Decision.Threshold, Items: why.Items, Changes: changesJSON(in, why.Changes)}
	if o.Status == ledger.Review {
		o.Words, o.Todo = r.Why, r.Todo
	}
	o.Ways = o.ways(why.Ways)
	for i := range o.Ways {
		o.Ways[i].Refused = e.Refused[i]
	}
	if len(why.Ways) > 1 {
		o.RunnerUp = &runnerUpJSON{2, o.compared(matcher.Compare(why.Ways[0], why.Ways[1]))}
	}
	o.Rivals = o.others(why.Rivals)
	o.Bounds = []boundJSON{}
	for _, b := range why.Bounds {
		o.Bounds = append(o.Bounds, boundJSON{b, in.Code(string(b))})
	}
	for _, p := range why.Parts {
		o.Payments = append(o.Payments, paymentJSON{p.Decision.Status, p.Decision.Reason, in.Reason(p.Decision.Reason).Why, o.ways(p.Ways)})
	}
	o.Against = o.against(why.Against)
	return o
}

func asOf(e batch.Explained) string {
	switch {
	case e.SetAside:
		return "set_aside"
	case e.Then:
		return "then"
	}
	return "now"
}

// textsJSON are the texts of a line that hold anything, under the names by which evidence points to them.
func textsJSON(l ledger.Line) []whyTextJSON {
	all := []whyTextJSON{}
	for _, f := range words.Fields(l) {
		all = append(all, whyTextJSON{f, words.Text(l, f)})
	}
	return all
}

func allocationsJSON(all []ledger.Allocation) []allocationJSON {
	out := []allocationJSON{}
	for _, al := range all {
		out = append(out, allocationJSON{al.Invoice, al.Amount.String()})
	}
	return out
}

func (o *whyJSON) ways(all []matcher.Way) []wayJSON {
	out := []wayJSON{}
	for n, w := range all {
		out = append(out, o.way(n+1, w))
	}
	return out
}

func (o *whyJSON) way(rank int, w matcher.Way) wayJSON {
	out := wayJSON{Rank: rank, Kind: w.Class, Words: o.in.Class(w.Class), Share: w.Share, MBits: w.MBits, Prior: w.Prior, Choice: w.Choice,
		Allocations: allocationsJSON(w.Allocations), Reverses: w.Reverses, Evidence: []whyEvidenceJSON{}}
	if d := w.Difference; d.Kind != ledger.NoDifference {
		out.Difference = &whyDifferenceJSON{d.Kind, d.Amount.String(), o.in.Difference(d.Kind)}
	}
	for i, v := range w.Evidence {
		out.Evidence = append(out.Evidence, whyEvidenceJSON{v.Kind, v.How, v.Field, v.Span, words.Seen(o.line, v), w.With[i], v.Invoice, v.MBits, o.in.Evidence(v)})
	}
	return out
}

func (o *whyJSON) compared(all []matcher.Compared) []comparedJSON {
	out := []comparedJSON{}
	for _, c := range all {
		out = append(out, comparedJSON{c.Sort, o.in.Code(string(c.Sort)), c.Best, c.Other})
	}
	return out
}

func (o *whyJSON) others(ids []ledger.LineID) []otherLineJSON {
	out := []otherLineJSON{}
	for _, id := range ids {
		l := o.linesNamed[id]
		out = append(out, otherLineJSON{id, l.Booked, l.Amount.String(), l.Counterparty.Name})
	}
	return out
}

func changesJSON(in words.Language, all [][]matcher.Change) [][]changeJSON {
	out := [][]changeJSON{}
	for _, together := range all {
		var js []changeJSON
		for _, c := range together {
			j := changeJSON{If: c.If, Words: changeWords(in, c), MBits: c.Bits, Invoices: c.Invoices, Customer: c.Customer, Text: c.Words}
			if c.Amount.Currency() != "" {
				j.Amount = c.Amount.String()
			}
			js = append(js, j)
		}
		out = append(out, js)
	}
	return out
}

func (o *whyJSON) against(n *matcher.Against) *againstJSON {
	if n == nil {
		return nil
	}
	out := &againstJSON{Invoice: n.Invoice, Bar: n.Bar, Words: againstWords(o.in, n), Rank: n.Place + 1, Settled: o.others(n.Settled),
		Compared: o.compared(n.Compared), Changes: changesJSON(o.in, n.Changes)}
	if len(n.Way.Allocations) > 0 {
		w := o.way(n.Place+1, n.Way)
		out.Way = &w
	}
	return out
}
