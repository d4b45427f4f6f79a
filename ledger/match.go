package ledger

import "lettrage/ledger/money"

// Status is what was decided of a line.
type Status string

// Statuses, the words of `export decisions`.
const (
	Auto   Status = "auto"   // its allocations are applied: by the program, or as a person said
	Review Status = "review" // a person must look
	None   Status = "none"   // no customer payment
)

// Class is what an explanation says a line is.
type Class string

// Classes of explanations.
const (
	CustomerPayment  Class = "customer_payment"
	PaymentReturned  Class = "returned"           // an earlier payment comes back; allocations are negative
	Unlisted         Class = "unlisted"           // a customer payment for something that the book doesn't hold
	ChequesDeposited Class = "cheque_deposit"     // the slip's cheques are not known
	DebitsCollected  Class = "direct_debit_batch" // the batch's debits are not known
	CardsPaidOut     Class = "card_payout"
	BankFee          Class = "bank_fee"
	BankInterest     Class = "interest"
	Refund           Class = "refund"      // money of a customer or supplier that pays no invoice
	OwnTransfer      Class = "own_account" // between the company's own accounts
	Unrelated        Class = "unrelated"   // no customer payment, nothing more known
	Duplicate        Class = "duplicate"   // probably the same payment once more
)

// Allocation is the part of a line that settles an item. Negative for a credit note, and for a return.
type Allocation struct {
	Invoice InvoiceNumber
	Amount  money.Amount
}

// DifferenceKind names why allocations and the line's amount differ.
type DifferenceKind string

// Kinds of difference, the words of `export decisions`.
const (
	NoDifference  DifferenceKind = ""
	Partial       DifferenceKind = "partial"
	BankCharge    DifferenceKind = "bank_fee"
	EarlyDiscount DifferenceKind = "discount"
	Rounding      DifferenceKind = "rounding"
	Overpayment   DifferenceKind = "overpayment"
	OtherReason   DifferenceKind = "other"
)

// Difference is Σ allocations − the line's amount, and its reason. Positive: received less.
// A partial payment has no difference in this sense: its allocation is the smaller amount, so its Amount is zero.
type Difference struct {
	Kind   DifferenceKind
	Amount money.Amount
}

// EvidenceKind says what was compared.
type EvidenceKind string

// Kinds of evidence.
const (
	ByReference EvidenceKind = "reference" // an invoice's number, or a part or a mangled form of it
	ByAmount    EvidenceKind = "amount"
	ByPayer     EvidenceKind = "payer"   // the name
	ByAccount   EvidenceKind = "account" // the payer's IBAN, or the mandate by which he is debited
	ByDate      EvidenceKind = "date"
	ByPurchase  EvidenceKind = "purchase" // the customer's own number (PO), or the customer's number
	ByKind      EvidenceKind = "kind"     // the bank's code or words for the kind of line
	Against     EvidenceKind = "against"  // contradicts the explanation
)

// Field names a text of a line in which evidence was seen.
type Field string

// Fields of a line. In a batch, "remittance[2]" is that of the third detail.
const (
	InLabel      Field = "label"
	InRemittance Field = "remittance"
	InReference  Field = "reference"
	InEndToEnd   Field = "end_to_end_id"
	InName       Field = "name"
	InUltimate   Field = "ultimate_name"
	InAccount    Field = "account"
	InMandate    Field = "mandate"
	InAmount     Field = "amount"
	InDate       Field = "date"
	InCode       Field = "code"
)

// Evidence is one thing seen in a line that speaks for or against an explanation.
type Evidence struct {
	Kind    EvidenceKind  `json:"kind"`
	Field   Field         `json:"field"`
	Span    [2]int32      `json:"span"`              // half-open byte range in the field; both zero: the whole of it
	Invoice InvoiceNumber `json:"invoice,omitempty"` // the item that it speaks for, when one
	How     string        `json:"how"`               // closed list of the matcher, with words in export/words: "full", "short", "exact", "sum", "name", …
	MBits   int32         `json:"mbits"`             // thousandths of a bit, below 0 against
}

// Explanation is one way to read a line.
type Explanation struct {
	Class       Class
	Allocations []Allocation
	Difference  Difference
	Reverses    LineID // of a return: the line that comes back
	Evidence    []Evidence
	MBits       int32 // Σ of the evidence and the prior, thousandths of a bit
	Share       int32 // its probability among all explanations of the line, in millionths
}

// Total returns Σ allocations in the currency c.
func (e Explanation) Total(c money.Currency) (money.Amount, error) {
	total := money.New(0, c)
	for _, a := range e.Allocations {
		var err error
		if total, err = total.Add(a.Amount); err != nil {
			return money.Amount{}, err
		}
	}
	return total, nil
}

// Fits checks that the explanation accounts for each minor unit of an amount
// received: Σ allocations = amount + difference, no allocation of zero, no item
// twice. One without allocations says nothing of the amount and has no difference.
func (e Explanation) Fits(amount money.Amount) error {
	if len(e.Allocations) == 0 {
		if !e.Difference.Amount.IsZero() {
			return Errorf(Invalid, "difference", "should be none without allocations")
		}
		return nil
	}
	seen := make(map[InvoiceNumber]bool, len(e.Allocations))
	for _, a := range e.Allocations {
		if a.Amount.IsZero() || seen[a.Invoice] {
			return Errorf(Invalid, "allocations", "should name each item once, with an amount")
		}
		seen[a.Invoice] = true
	}
	total, err := e.Total(amount.Currency())
	if err != nil {
		return &Error{Kind: Invalid, Field: "allocations", Msg: "should sum up in the line's currency", Hint: "nothing is settled from one currency to another: book the line by hand", Err: err}
	}
	want := amount
	if !e.Difference.Amount.IsZero() {
		if want, err = amount.Add(e.Difference.Amount); err != nil {
			return err
		}
	}
	if total != want {
		return Errorf(Invalid, "allocations", "should sum up to the line's amount and the difference")
	}
	return nil
}

// DecisionID names a decision.
type DecisionID string

// Actor says who decided.
type Actor string

// Who decides.
const (
	Program Actor = "program"
	Person  Actor = "person"
)

// Reason says in one word why a line was not decided automatically, or what a person did with it.
type Reason string

// Reasons.
const (
	Sure           Reason = ""               // auto, or none without doubt
	Ambiguity      Reason = "ambiguous"      // two explanations share the probability
	WeakEvidence   Reason = "weak"           // nothing passes the threshold
	NothingFits    Reason = "nothing_fits"   // no open item explains the line
	Unrecognised   Reason = "unrecognised"   // amount and date fit; neither a number nor a payer says so surely
	OtherMoney     Reason = "other_money"    // words for money that pays no invoice, and no number in full
	QuotePaid      Reason = "quotation"      // words for a deposit on a quotation, and no number in full
	BeforeIssue    Reason = "early"          // booked before the item was issued, and no number in full
	StrangeWords   Reason = "strange_words"  // words that nobody knows, and no number
	Contradiction  Reason = "contradiction"  // the line names one item, and another fits better
	FitsElsewhere  Reason = "fits_elsewhere" // the amount is just what another item of the payer has open
	OtherPayer     Reason = "other_payer"    // the sum differs, and another customer pays
	DuplicatePay   Reason = "duplicate"      // probably the same payment once more
	NotListed      Reason = "not_listed"     // it names an item that the book doesn't hold
	AlreadyPaid    Reason = "already_paid"   // it names an item that is settled
	Competing      Reason = "competing"      // another line of the run fits the same item as well
	UnexplainedSum Reason = "unexplained"    // the difference has no reason that the terms allow
	NeedsDetail    Reason = "needs_detail"   // a deposit or batch without its list
	PartUnsure     Reason = "part_unsure"    // a batch, of which not every payment is sure
	NoSuchPayment  Reason = "no_payment"     // of a return: no payment of this amount stands
	ReturnUnnamed  Reason = "unnamed_return" // of a return: a payment fits, and no number says that it is the one
	HeldDuplicate  Reason = "held_duplicate" // the same bank line may be in the book already
	SearchCut      Reason = "search_cut"     // more text, or more items that fit, than the search weighs
	Exchanged      Reason = "exchange"       // it may pay an item in another currency
	ForeignMoney   Reason = "foreign_money"  // in a currency that is not that of the books; held for want of a rate
	Accepted       Reason = "accepted"       // a person took the first candidate
	Chosen         Reason = "chosen"         // a person named the items
	Refused        Reason = "refused"        // a person barred the shown explanations
	Booked         Reason = "booked"         // a person named the account
	ByRule         Reason = "rule"           // a rule named the account, to which a person agreed
)

// Decision is what was decided of a line, by whom and why.
type Decision struct {
	ID         DecisionID
	Line       LineID
	Status     Status
	Chosen     Explanation   // what is applied: allocations when auto or a person's, the class alone when none
	Candidates []Explanation // MaxCandidates at most, best first
	By         Actor
	Reason     Reason
	Account    string // of Booked and ByRule: the account number
	Threshold  int32  // the share, in millionths, that auto had to pass
	Intake     int64  // the event whose processing made it
	Version    int    // 0 is the first decision of the line, 1 the next, …
}

// NewDecisionID makes the ID of the n-th decision (from 0) of a line.
func NewDecisionID(l LineID, n int) DecisionID {
	return DecisionID(NewDigest("decision").Text(string(l)).Int(int64(n)).ID())
}

// MaxCandidates is how many explanations a decision shows at most.
const MaxCandidates = 3

// Validate checks a decision against the amount of its line: a status and who
// decided, allocations that fit the amount when it is Auto and none else, an account
// only when a person named it, MaxCandidates at most.
func (d Decision) Validate(amount money.Amount) error {
	switch applied := len(d.Chosen.Allocations) > 0; {
	case d.Status != Auto && d.Status != Review && d.Status != None:
		return Errorf(Invalid, "status", "should be auto, review or none")
	case d.By != Program && d.By != Person:
		return Errorf(Invalid, "by", "should be the program or a person")
	case len(d.Candidates) > MaxCandidates:
		return Errorf(Invalid, "candidates", "should be %d at most", MaxCandidates)
	case d.Status == Auto && !applied:
		return Errorf(Invalid, "allocations", "should be given for a decision that is applied")
	case d.Status != Auto && applied:
		return Errorf(Invalid, "allocations", "should be empty unless the decision is applied")
	case d.Account != "" && (d.By != Person && d.Reason != ByRule || d.Status != None):
		return Errorf(Invalid, "account", "should be named by a person or a rule, for a line that is no customer's payment")
	}
	return d.Chosen.Fits(amount)
}

// Digest stands for the decision in the chain.
func (d Decision) Digest() Hash {
	h := NewDigest("decision").Text(string(d.ID)).Text(string(d.Line)).Text(string(d.Status)).Text(string(d.By)).Text(string(d.Reason)).
		Text(d.Account).Int(int64(d.Threshold)).Int(d.Intake).Int(int64(d.Version))
	d.Chosen.addTo(h)
	h.Int(int64(len(d.Candidates)))
	for _, c := range d.Candidates {
		c.addTo(h)
	}
	return h.Sum()
}

// addTo adds the explanation to a digest, evidence included: why is as much on record as what.
func (e Explanation) addTo(h *Digest) {
	h.Text(string(e.Class)).Text(string(e.Reverses)).Text(string(e.Difference.Kind)).Int(e.Difference.Amount.Minor()).
		Int(int64(e.MBits)).Int(int64(e.Share)).Int(int64(len(e.Allocations))).Int(int64(len(e.Evidence)))
	for _, a := range e.Allocations {
		h.Text(string(a.Invoice)).Int(a.Amount.Minor()).Text(string(a.Amount.Currency()))
	}
	for _, v := range e.Evidence {
		h.Text(string(v.Kind)).Text(string(v.Field)).Int(int64(v.Span[0])).Int(int64(v.Span[1])).Text(string(v.Invoice)).Text(v.How).Int(int64(v.MBits))
	}
}

// MatchDigest stands for a second look at the lines in review: the decisions that it changed, in the order of their lines.
func MatchDigest(changed []Decision) Hash {
	h := NewDigest("match")
	for _, d := range changed {
		h.Text(string(d.ID))
	}
	return h.Sum()
}
