package store

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// lineState is what Decide needs to know of a line.
type lineState struct {
	id      ledger.LineID
	seq     int64
	amount  money.Amount
	version int // of the latest decision, -1 without one
	status  ledger.Status
	by      ledger.Actor
}

func scanLineState(r scanner) (lineState, error) {
	var s lineState
	var minor int64
	var cur money.Currency
	err := r.Scan(&s.id, &s.seq, &minor, &cur, &s.version, &s.status, &s.by)
	s.amount = money.New(minor, cur)
	return s, err
}

func (tx *Tx) lineStates(decisions []ledger.Decision) (map[ledger.LineID]lineState, error) {
	states := make(map[ledger.LineID]lineState, len(decisions))
	for from := 0; from < len(decisions); from += inSize {
		var ids []string
		for _, d := range decisions[from:min(from+inSize, len(decisions))] {
			ids = append(ids, string(d.Line))
		}
		for s, err := range rows(tx.ctx, tx, scanLineState, `SELECT l.id, l.seq, l.amount, l.currency, COALESCE(d.version, -1), COALESCE(d.status, ''), COALESCE(d.actor, '')
			FROM line l LEFT JOIN decision d ON d.company = l.company AND d.line = l.seq
				AND `+latest+`
			WHERE l.company = ? AND l.id IN `+in, inArgs(ids, string(tx.company.ID))...) {
			if err != nil {
				return nil, err
			}
			if s.seq <= tx.head.line { // not a condition of the query, which would be answered line by line
				states[s.id] = s
			}
		}
	}
	return states, nil
}

var decisionTable = newTable("decision", "line version id status actor reason account threshold intake event chosen candidates")
var allocationTable = newTable("allocation", "line version i invoice amount intake")

// Decide records decisions, one event each: version and ID are given here. A
// decision must fit its line's amount; together with all that stand, no item may
// be allocated more than was outstanding; and the program may not overturn what a
// person decided, unless that was to refuse or to leave open: a Conflict each. The
// decisions of one call are checked together, so that one may free what another takes.
func (tx *Tx) Decide(decisions []ledger.Decision) error {
	return tx.fail(tx.decide(decisions))
}

func (tx *Tx) decide(decisions []ledger.Decision) error {
	states, err := tx.lineStates(decisions)
	if err != nil {
		return err
	}
	to, allocations := tx.insertInto(decisionTable), tx.insertInto(allocationTable)
	allocations.after = to
	touched, err := tx.replaced(decisions, states)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		line, ok := states[d.Line]
		if !ok {
			return ledger.Errorf(ledger.NotFound, "line", "the book has none of this ID")
		}
		if line.by == ledger.Person && line.status != ledger.Review && d.By == ledger.Program {
			return ledger.Errorf(ledger.Conflict, "decision", "a person decided of this line; the program should leave it")
		}
		line.version++
		line.status, line.by = d.Status, d.By
		states[d.Line] = line
		d.Version, d.ID = line.version, ledger.NewDecisionID(d.Line, line.version)
		if err := d.Validate(line.amount); err != nil {
			return err
		}
		if err := tx.addDecision(to, allocations, line, d); err != nil {
			return err
		}
		for _, a := range d.Chosen.Allocations {
			touched[a.Invoice] = a.Amount.Currency()
		}
	}
	if err := to.flush(); err != nil {
		return err
	}
	if err := allocations.flush(); err != nil {
		return err
	}
	return tx.checkAllocated(touched)
}

// replaced returns the items of the decisions that others are to replace: a return that
// is refused takes back what it opened, which another payment may have settled since.
func (tx *Tx) replaced(decisions []ledger.Decision, states map[ledger.LineID]lineState) (map[ledger.InvoiceNumber]money.Currency, error) {
	items := make(map[ledger.InvoiceNumber]money.Currency)
	for _, d := range decisions {
		line, ok := states[d.Line]
		if !ok || line.version < 0 {
			continue
		}
		for n, err := range rows(tx.ctx, tx, scanOf[string], `SELECT invoice FROM allocation WHERE company = ? AND line = ? AND version = ?`, string(tx.company.ID), line.seq, line.version) {
			if err != nil {
				return nil, err
			}
			items[ledger.InvoiceNumber(n)] = line.amount.Currency()
		}
	}
	return items, nil
}

func (tx *Tx) addDecision(to, allocations *rowsOf, line lineState, d ledger.Decision) error {
	chosen, candidates := encodeExplanations(d)
	event, err := tx.Append(ledger.LineDecided, string(d.ID), d.Digest())
	if err != nil {
		return err
	}
	err = to.add(line.seq, d.Version, string(d.ID), string(d.Status), string(d.By), string(d.Reason), d.Account, d.Threshold, d.Intake, event, chosen, candidates)
	if err != nil {
		return err
	}
	for i, a := range d.Chosen.Allocations {
		if err := allocations.add(line.seq, d.Version, i, string(a.Invoice), a.Amount.Minor(), d.Intake); err != nil {
			return err
		}
	}
	return nil
}

// allocated is what stands allocated to an item.
type allocated struct {
	invoice ledger.InvoiceNumber
	sum     int64
}

func scanAllocated(r scanner) (allocated, error) {
	var a allocated
	return a, r.Scan(&a.invoice, &a.sum)
}

// limit is what can be allocated to an item.
type limit struct {
	invoice     ledger.InvoiceNumber
	outstanding int64
	currency    money.Currency
	credit      bool
}

func scanLimit(r scanner) (limit, error) {
	var l limit
	return l, r.Scan(&l.invoice, &l.outstanding, &l.currency, &l.credit)
}

// checkAllocated refuses allocations beyond what was outstanding (invariant 5). A
// return may open an item again, also one whose payment stands in suspense, so
// that nothing bounds the sum on the other side.
func (tx *Tx) checkAllocated(touched map[ledger.InvoiceNumber]money.Currency) error {
	numbers := make([]string, 0, len(touched))
	for _, n := range slices.Sorted(maps.Keys(touched)) {
		numbers = append(numbers, string(n))
	}
	for part := range slices.Chunk(numbers, inSize) {
		sums := make(map[ledger.InvoiceNumber]int64, len(part))
		// Two queries: in one, SQLite would look for each item through all allocations.
		for a, err := range rows(tx.ctx, tx, scanAllocated, `SELECT a.invoice, CAST(SUM(a.amount) AS BIGINT) FROM allocation a WHERE a.company = ? AND a.invoice IN `+in+`
			AND `+standing+` GROUP BY a.invoice`, append(inArgs(part, string(tx.company.ID)), forever, forever)...) {
			if err != nil {
				return err
			}
			sums[a.invoice] = a.sum
		}
		for l, err := range rows(tx.ctx, tx, scanLimit, `SELECT number, outstanding, currency, credit_note FROM invoice WHERE company = ? AND number IN `+in, inArgs(part, string(tx.company.ID))...) {
			if err != nil {
				return err
			}
			over := sums[l.invoice] > l.outstanding
			if l.credit {
				over = sums[l.invoice] < l.outstanding
			}
			if over || l.currency != touched[l.invoice] {
				return &ledger.Error{Kind: ledger.Conflict, Field: "allocations", Msg: "should not exceed what is open of item " + string(l.invoice),
					Hint: "see what settles it already, or allocate less"}
			}
		}
	}
	return nil
}

// selectDecision reads decisions with their allocations. CROSS JOIN, so that SQLite begins with the decisions.
const selectDecision = `SELECT l.id, l.currency, d.line, d.version, d.id, d.status, d.actor, d.reason, d.account, d.threshold, d.intake, d.chosen, d.candidates,
	COALESCE(a.invoice, ''), COALESCE(a.amount, 0), COALESCE(a.intake, d.intake)
	FROM decision d CROSS JOIN line l
	LEFT JOIN allocation a ON a.company = d.company AND a.line = d.line AND a.version = d.version
	WHERE l.company = d.company AND l.seq = d.line AND d.company = ?`

const orderDecisions = ` ORDER BY d.line, d.version, a.i`

// latest is the condition that a decision d is its line's latest. Later ones have a
// version above 0, which is said so that SQLite looks only among those.
const latest = `NOT EXISTS (SELECT 1 FROM decision n WHERE n.company = d.company AND n.line = d.line AND n.version > d.version AND n.version > 0)`

// standing is the condition that an allocation a is of a decision of an intake before
// the given one, and that this is its line's latest among those. It takes the intake twice.
const standing = `a.intake < ? AND NOT EXISTS (SELECT 1 FROM decision n WHERE n.company = a.company AND n.line = a.line AND n.version > a.version AND n.version > 0 AND n.intake < ?)`

// decisionRow is a decision with one of its allocations.
type decisionRow struct {
	ledger.Decision
	seq                int64
	currency           money.Currency
	chosen, candidates string
	allocation         allocationRow
}

// allocationRow is an allocation in the line's currency.
type allocationRow struct {
	Invoice ledger.InvoiceNumber
	Minor   int64
}

// scanDecision scans a decision with one of its allocations, which names the intake as well.
func scanDecision(r scanner) (decisionRow, error) {
	var d decisionRow
	var intake int64
	err := r.Scan((*string)(&d.Line), (*string)(&d.currency), &d.seq, &d.Version, (*string)(&d.ID), (*string)(&d.Status), (*string)(&d.By), (*string)(&d.Reason), &d.Account, &d.Threshold, &d.Intake,
		&d.chosen, &d.candidates, (*string)(&d.allocation.Invoice), &d.allocation.Minor, &intake)
	if err == nil && intake != d.Intake {
		err = &ledger.Error{Kind: ledger.Tampered, Field: "allocation", Msg: "should be of the same intake as its decision"}
	}
	return d, err
}

// decisions yields the decisions of a query's rows, which hold one allocation each.
func (s *Store) decisions(ctx context.Context, query string, args ...any) iter.Seq2[ledger.Decision, error] {
	return func(yield func(ledger.Decision, error) bool) {
		var open *ledger.Decision
		for r, err := range rows(ctx, s.read, scanDecision, query, args...) {
			if err == nil && (open == nil || open.ID != r.ID) {
				if open != nil && !yield(*open, nil) {
					return
				}
				err = decodeExplanations(r.chosen, r.candidates, r.currency, &r.Decision)
				open = &r.Decision
			}
			if err != nil {
				yield(ledger.Decision{}, err)
				return
			}
			if r.allocation.Invoice != "" {
				open.Chosen.Allocations = append(open.Chosen.Allocations, ledger.Allocation{Invoice: r.allocation.Invoice, Amount: money.New(r.allocation.Minor, r.currency)})
			}
		}
		if open != nil {
			yield(*open, nil)
		}
	}
}

// Decisions yields the decision that stands of each line that has one, in the order of the lines.
func (s *Store) Decisions(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Decision, error] {
	return s.decisions(ctx, selectDecision+` AND `+latest+orderDecisions, string(company))
}

// PersonBooked yields the decisions that stand by which a person named an account, in
// the order of the lines.
func (s *Store) PersonBooked(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Decision, error] {
	return s.decisions(ctx, selectDecision+` AND d.actor = 'person' AND d.account <> '' AND `+latest+orderDecisions, string(company))
}

// DecisionHistory yields all decisions in the order of the chain, in which the
// versions of a line follow one another.
func (s *Store) DecisionHistory(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Decision, error] {
	return s.decisions(ctx, selectDecision+` ORDER BY d.event, a.i`, string(company))
}

// DecisionsOf returns all decisions of a line, the one that stands last.
func (s *Store) DecisionsOf(ctx context.Context, company ledger.CompanyID, line ledger.LineID) ([]ledger.Decision, error) {
	var found []ledger.Decision
	for d, err := range s.decisions(ctx, selectDecision+` AND d.line = (SELECT o.seq FROM line o WHERE o.company = ? AND o.id = ?)`+orderDecisions, string(company), string(company), string(line)) {
		if err != nil {
			return nil, err
		}
		found = append(found, d)
	}
	return found, nil
}

// PastLine is a line with the allocations that stand of it.
type PastLine struct {
	Line        ledger.Line // ID, Intake, Booked, Amount and its texts; all else is left out
	Allocations []ledger.Allocation
}

// pastRow is a line with one of its allocations.
type pastRow struct {
	line ledger.Line
	allocationRow
}

func scanPast(r scanner) (pastRow, error) {
	var p pastRow
	var booked, cur, texts, told string
	var minor int64
	err := r.Scan((*string)(&p.line.ID), &p.line.Intake, &booked, &minor, &cur, &texts, &told, (*string)(&p.Invoice), &p.Minor)
	if err != nil {
		return p, err
	}
	p.line.Amount = money.New(minor, money.Currency(cur))
	if err := parseDays([]string{booked}, &p.line.Booked); err != nil {
		return p, err
	}
	if err := decodeTexts(texts, &p.line.Transaction); err != nil || told == "" {
		return p, err
	}
	p.line.Transaction, err = withNotice(p.line.Transaction, told, ledger.Other)
	return p, err
}

// selectPast reads lines with standing allocations; %told and %join stand for what a
// notice tells of them.
const selectPast = `SELECT l.id, s.intake, l.booked, l.amount, l.currency, l.texts, %told, a.invoice, a.amount FROM allocation a
		JOIN line l ON l.company = a.company AND l.seq = a.line
		JOIN statement s ON s.company = l.company AND s.id = l.statement%join
		WHERE a.company = ? AND ` + standing + ` ORDER BY a.line, a.i`

var (
	selectPastBare = strings.NewReplacer("%told", "''", "%join", "").Replace(selectPast)
	selectPastTold = strings.NewReplacer("%told", "COALESCE(n.texts, '')", "%join", withTold).Replace(selectPast)
)

// Past returns the lines that had standing allocations before the intake of that
// number (0: that have them now), in the order of the lines.
func (s *Store) Past(ctx context.Context, company ledger.CompanyID, before int64) ([]PastLine, error) {
	at := until(before)
	told, err := s.anyTold(ctx, company)
	if err != nil {
		return nil, err
	}
	query, args := selectPastBare, []any{string(company), at, at}
	if told {
		query, args = selectPastTold, append([]any{at - 1}, args...)
	}
	var past []PastLine
	for r, err := range rows(ctx, s.read, scanPast, query, args...) {
		if err != nil {
			return nil, err
		}
		if len(past) == 0 || past[len(past)-1].Line.ID != r.line.ID {
			past = append(past, PastLine{Line: r.line})
		}
		last := &past[len(past)-1]
		last.Allocations = append(last.Allocations, ledger.Allocation{Invoice: r.Invoice, Amount: money.New(r.Minor, r.line.Amount.Currency())})
	}
	return past, nil
}
