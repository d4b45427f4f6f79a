package journal

import (
	"errors"
	"iter"
	"slices"
	"strconv"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Stored is a company's books as they are stored, to be verified. The sequences are
// read once, Entries twice; an error that they yield is Verify's, but for one of
// kind Tampered, which is the last finding.
type Stored struct {
	Company    ledger.Company
	Chart      ledger.Chart
	Accounts   []ledger.BankAccount
	Events     iter.Seq2[ledger.Event, error]                      // the chain, in its order
	LastEvent  int64                                               // where the store says that the chain ends,
	Head       ledger.Hash                                         // and with which hash
	Statements []ledger.Taken                                      // in the order in which they were taken
	Lines      iter.Seq2[ledger.Line, error]                       // in the order in which they were taken
	Notices    iter.Seq2[ledger.Notice, error]                     // in the order in which they were taken; nil: none
	Told       iter.Seq2[ledger.Told, error]                       // which line each tells of, in the order of the chain; nil: of none
	Decisions  iter.Seq2[ledger.Decision, error]                   // all of them, in the order of the chain
	Entries    iter.Seq2[ledger.Entry, error]                      // in the order of the chain
	Items      []ledger.OpenItem                                   // all of them, with what the store says is open
	ItemsOf    func(intake int64) ([]ledger.Invoice, error)        // what a list brought
	DetailsOf  func(intake int64) ([]ledger.InvoiceDetails, error) // what it brought of items beyond that; nil: nothing
	Lessons    iter.Seq2[ledger.Lesson, error]                     // nil: not verified
	Pending    []int64                                             // intakes that are not wholly processed
}

// Options say what else is verified.
type Options struct {
	Head ledger.Hash // should occur in the chain: what an earlier export or backup printed. Zero: none
}

// Verify proves the books from the stored data and finds what is wrong. It reads
// each table once, the entries twice, and takes memory that grows with the number of
// events. It proves:
//
//   - the chain: it begins with the company, has no hole, each hash follows from the
//     one before it, it ends where the store says and holds the expected head;
//   - each thing is what its event recorded, each event's thing is there, and nothing
//     is there that no event recorded;
//   - entries balance, are numbered without a hole in each financial year, and each
//     reversal mirrors an entry of the same line, once;
//   - each bank line has one live bank entry, one that is not reversed, and its live
//     entries say what the decision that stands says; a held duplicate that no person
//     has booked has none, and a line in another currency than the books' need not have one;
//   - each bank account of the chart is the bank's balance wherever the bank states
//     one that its own lines lead to, by the vouchers' days;
//   - each open item was taken over once, is allotted at most what was open, and each
//     customer's account is the customer's open items less credit notes;
//   - the postings of each letter sum up to zero.
//
// A text that was erased cannot be proven: its line or entry is a finding.
func Verify(s Stored, o Options) (Report, error) {
	v := &verifier{Stored: s, chain: newChain(), lines: make(map[ledger.LineID]*line), items: make(map[ledger.InvoiceNumber]*item), pending: make(map[int64]bool)}
	for _, seq := range s.Pending {
		v.pending[seq] = true
	}
	for _, step := range []func() error{
		func() error { return v.verifyChain(o.Head) },
		v.verifyAccounts, v.readLines, v.readNotices, v.verifyStatements, v.readItems, v.readDecisions, v.verifyIntakes, v.verifyLessons,
		v.readNumbers, v.readPostings, v.verifyMirrors, v.verifyLines, v.verifyBanks, v.verifyItems, v.verifyCustomers, v.verifyLetters, v.verifyFound,
	} {
		err := step()
		if errors.Is(err, money.ErrCurrency) || errors.Is(err, money.ErrRange) {
			v.report.add(Finding{Kind: Unsound, What: "amounts", Should: "in one currency and in range", Is: err.Error()})
		} else if err != nil {
			return Report{}, err
		}
		if v.unreadable {
			break // what follows would be found missing
		}
	}
	v.report.finish()
	return v.report, nil
}

// verifier is a verification under way.
type verifier struct {
	Stored
	report     Report
	unreadable bool
	chain      *chain
	lines      map[ledger.LineID]*line
	order      []*line // in the order in which they were taken
	items      map[ledger.InvoiceNumber]*item

	reversed map[ledger.EntryNumber]ledger.EntryNumber // by the number that reverses it
	targets  map[ledger.EntryNumber]ledger.Entry       // that are reversed
	mirrors  []ledger.Entry
	onBank   map[string][]at[ledger.Date] // postings by the bank's account in the chart
	openings map[string][]ledger.Entry    // live entries of journal AN, by the same
	owed     map[customer]money.Amount    // Σ postings on customers' accounts
	byItem   map[group]money.Amount       // the same, of each item
	letters  lettering
	pending  map[int64]bool
}

// line is what is known of a bank line: what the bank said, what was decided, what was booked.
type line struct {
	ledger.LineID
	event       int64 // intake
	statement   int64
	account     ledger.AccountID
	booked      ledger.Date
	amount      money.Amount
	held        bool
	decisions   int // versions
	allocations []ledger.Allocation
	to          string             // the account that a person named
	accepted    bool               // a person said of a held duplicate that it is none
	banked      int                // live bank entries
	last        ledger.EntryNumber // of its live entries
	postings    []ledger.Posting   // of its live entries, the bank's own left out
}

// read yields what the sequence yields. Data that cannot be read is a finding and
// ends the verification; every other error is noted in err.
func read[T any](v *verifier, what string, seq iter.Seq2[T, error], err *error) iter.Seq[T] {
	return func(yield func(T) bool) {
		n := 0
		for t, e := range seq {
			n++
			if errors.Is(e, &ledger.Error{Kind: ledger.Tampered}) {
				v.unreadable = true
				v.report.add(Finding{Kind: Unreadable, What: what + " " + strconv.Itoa(n) + " of those stored", Should: "as the program writes it", Is: e.Error()})
				return
			}
			if e != nil {
				*err = e
				return
			}
			if !yield(t) {
				return
			}
		}
	}
}

// verifyAccounts compares the company and its bank accounts with their events.
func (v *verifier) verifyAccounts() error {
	if l := v.chain.company; l != nil && l.digest != v.Company.Digest(v.Chart) {
		v.report.add(Finding{Kind: Altered, Event: l.seq, What: "company or its chart", Should: "what was opened", Is: "another"})
	}
	for _, a := range v.Accounts {
		seen := v.chain.accounts[a.ID]
		delete(v.chain.accounts, a.ID)
		if len(seen) == 0 {
			v.report.add(Finding{Kind: Unrecorded, Account: a.Ledger, What: "bank account", Should: "recorded by an event", Is: "recorded by none"})
			continue
		}
		if last := seen[len(seen)-1]; last.digest != a.Digest() {
			v.report.add(Finding{Kind: Altered, Event: last.seq, Account: a.Ledger, What: "bank account", Should: "what was recorded", Is: "another"})
		}
	}
	return nil
}

// readLines notes the bank's lines and checks their sequence.
func (v *verifier) readLines() (err error) {
	for l := range read(v, "bank line", v.Lines, &err) {
		v.report.Lines++
		if want := int64(v.report.Lines); l.Seq != want {
			v.report.add(Finding{Kind: Unnumbered, Event: l.Intake, Line: l.ID, What: "place of the line", Should: decimal(want), Is: decimal(l.Seq)})
		}
		if e := l.Validate(); e != nil {
			v.report.add(Finding{Kind: Unsound, Event: l.Intake, Line: l.ID, What: "bank line", Should: "valid", Is: e.Error()})
		}
		k := &line{LineID: l.ID, event: l.Intake, statement: l.Statement, account: l.Account, booked: l.Booked, amount: l.Amount, held: l.Held}
		v.lines[l.ID] = k
		v.order = append(v.order, k)
		v.chain.commit(l.Intake, v.recorded(l))
	}
	return err
}

// readNotices notes the entries of the bank's notices, and of which lines they tell.
func (v *verifier) readNotices() (err error) {
	notices := int64(0)
	if v.Notices != nil {
		for n := range read(v, "notice", v.Notices, &err) {
			if notices++; n.Seq != notices {
				v.report.add(Finding{Kind: Unnumbered, Event: n.Intake, What: "place of the notice", Should: decimal(notices), Is: decimal(n.Seq)})
			}
			if e := n.Validate(); e != nil {
				v.report.add(Finding{Kind: Unsound, Event: n.Intake, What: "notice", Should: "valid", Is: e.Error()})
			}
			is := n.Commitment()
			if n.Recorded != (ledger.Hash{}) && n.Recorded != is {
				v.report.add(Finding{Kind: Altered, Event: n.Intake, What: "notice " + decimal(n.Seq), Should: "what was taken", Is: "another"})
				is = n.Recorded
			}
			v.chain.commit(n.Intake, is)
		}
	}
	if err != nil || v.Told == nil {
		return err
	}
	for t := range read(v, "line that a notice tells of", v.Told, &err) {
		if v.lines[t.Line] == nil {
			v.report.add(Finding{Kind: Missing, Event: t.Intake, Line: t.Line, What: "line of the notice", Should: "in the book", Is: "not there"})
		}
		v.chain.commit(t.Intake, t.Digest())
	}
	return err
}

// recorded returns the commitment under which the line was taken, and compares the
// line with it, so that a line is named and not only its file.
func (v *verifier) recorded(l ledger.Line) ledger.Hash {
	is := l.Commitment()
	if l.Recorded == (ledger.Hash{}) {
		return is
	}
	if is != l.Recorded {
		v.report.add(Finding{Kind: Altered, Event: l.Intake, Line: l.ID, What: "bank line", Should: "what was taken", Is: "another"})
	}
	return l.Recorded
}

// verifyStatements compares each taken file, its statements and its new lines with its event.
func (v *verifier) verifyStatements() error {
	v.report.Statements = len(v.Statements)
	byIntake := make(map[int64][]ledger.Taken)
	for i, t := range v.Statements {
		if t.ID != int64(i)+1 {
			v.report.add(Finding{Kind: Unnumbered, Event: t.Intake, What: "place of the statement", Should: decimal(int64(i) + 1), Is: decimal(t.ID)})
		}
		byIntake[t.Intake] = append(byIntake[t.Intake], t)
	}
	for _, l := range v.chain.intakes {
		if l.kind != ledger.StatementTaken {
			continue
		}
		l.found = true
		file, err := ledger.ParseHash(l.ref)
		another := func(t ledger.Taken) bool { return t.Origin.File != file }
		if err != nil || slices.ContainsFunc(byIntake[l.seq], another) || ledger.IntakeDigest(file, byIntake[l.seq], v.chain.commitments[l.seq]) != l.digest {
			v.report.add(Finding{Kind: Altered, Event: l.seq, What: "statements and lines of the file", Should: "what was taken", Is: "others"})
		}
		delete(byIntake, l.seq)
		delete(v.chain.commitments, l.seq)
	}
	return v.strays(byIntake)
}

// strays reports statements and lines of intakes that the chain does not have.
func (v *verifier) strays(statements map[int64][]ledger.Taken) error {
	for _, seq := range sorted(statements) {
		v.report.add(Finding{Kind: Unrecorded, Event: seq, What: "statement", Should: "recorded by an event", Is: "recorded by none"})
	}
	for _, seq := range sorted(v.chain.commitments) {
		i := slices.IndexFunc(v.order, func(l *line) bool { return l.event == seq })
		f := Finding{Kind: Unrecorded, Event: seq, What: "notice", Should: "recorded by an event", Is: "recorded by none"}
		if i >= 0 {
			f.Line, f.What = v.order[i].LineID, "bank line"
		}
		v.report.add(f)
	}
	return nil
}

// readDecisions checks every decision against its event and its line, and notes what stands.
func (v *verifier) readDecisions() (err error) {
	last := int64(0)
	for d := range read(v, "decision", v.Decisions, &err) {
		v.report.Decisions++
		event := v.chain.take(v.chain.decisions, string(d.ID))
		finding := Finding{Event: event.seq, Line: d.Line, Decision: d.ID, What: "decision"}
		v.compare(event, d.Digest(), finding)
		v.inOrder(&last, event, finding)
		l := v.lines[d.Line]
		if l == nil {
			v.report.add(finding.of(Missing, "line of the decision", "in the book", "not there"))
			continue
		}
		if want := ledger.NewDecisionID(d.Line, l.decisions); d.Version != l.decisions || d.ID != want {
			v.report.add(finding.of(Unnumbered, "version of the decision", decimal(int64(l.decisions)), decimal(int64(d.Version))))
		}
		if e := d.Validate(l.amount); e != nil {
			v.report.add(finding.of(Unsound, "decision", "valid", e.Error()))
		}
		l.decisions++
		l.allocations, l.to = d.Chosen.Allocations, d.Account
		l.accepted = l.accepted || d.By == ledger.Person && d.Reason != ledger.Refused
		v.chain.decided(d)
	}
	return err
}

// verifyIntakes compares lists of items, second looks and persons' decisions with their events.
func (v *verifier) verifyIntakes() error {
	for _, l := range v.chain.intakes {
		if l.found {
			continue
		}
		l.found = true
		var is ledger.Hash
		switch l.kind {
		case ledger.InvoicesTaken:
			items, err := v.ItemsOf(l.seq)
			if err != nil {
				return err
			}
			var details []ledger.InvoiceDetails
			if v.DetailsOf != nil {
				if details, err = v.DetailsOf(l.seq); err != nil {
					return err
				}
			}
			file, err := ledger.ParseHash(l.ref)
			if err != nil {
				v.report.add(Finding{Kind: Altered, Event: l.seq, What: "file of the event", Should: "a hash", Is: "none"})
			}
			is = ledger.InvoicesDigest(file, items, details...)
			v.noteIntake(l.seq, items)
		case ledger.MatchRun:
			is = ledger.MatchDigest(v.chain.madeBy[l.seq])
		case ledger.PersonDecided:
			made := v.chain.madeBy[l.seq]
			if len(made) == 1 {
				made[0].Intake = 0 // it was not known when the event was recorded
				is = made[0].Digest()
			}
		}
		if is != l.digest {
			v.report.add(Finding{Kind: Altered, Event: l.seq, What: "what the intake brought", Should: "what was recorded", Is: "other things"})
		}
	}
	return nil
}

// verifyLessons compares what was learned with its events.
func (v *verifier) verifyLessons() (err error) {
	if v.Lessons == nil {
		v.chain.lessons = nil
		return nil
	}
	for l := range read(v, "lesson", v.Lessons, &err) {
		event := v.chain.lessons[l.Event]
		if event == nil {
			event = &link{}
		}
		event.found = true
		v.compare(event, l.Digest(), Finding{Event: l.Event, Customer: l.Customer, What: "lesson"})
	}
	return err
}

// compare notes when a thing was recorded by no event, or otherwise.
func (v *verifier) compare(event *link, is ledger.Hash, f Finding) {
	switch {
	case event.seq == 0:
		v.report.add(f.of(Unrecorded, f.What, "recorded by an event", "recorded by none"))
	case event.digest != is:
		v.report.add(f.of(Altered, f.What, "what was recorded", "another"))
	}
}

// inOrder notes a thing that does not stand in the order of the chain. last is the
// place of the one before it.
func (v *verifier) inOrder(last *int64, event *link, f Finding) {
	if event.seq == 0 {
		return
	}
	if event.place < *last {
		v.report.add(f.of(Unnumbered, "place of the "+f.What, "after event "+decimal(*last), "event "+decimal(event.place)))
	}
	*last = event.place
}

// of returns the finding with what it says.
func (f Finding) of(kind FindingKind, what, should, is string) Finding {
	f.Kind, f.What, f.Should, f.Is = kind, what, should, is
	return f
}

// verifyFound reports events whose thing is not stored.
func (v *verifier) verifyFound() error {
	for _, l := range v.chain.missing() {
		v.report.add(Finding{Kind: Missing, Event: l.seq, Entry: l.entry(), What: string(l.kind), Should: "stored", Is: "not there"})
	}
	return nil
}
