package store

import (
	"cmp"
	"context"
	"iter"
	"strconv"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// LineFilter says which lines are read. What is zero does not restrict.
type LineFilter struct {
	Intake  int64            // brought by this intake
	Account ledger.AccountID // of this account
	IDs     []ledger.LineID  // these, 200 at most
	Held    bool             // possible duplicates that were not booked when they came
	Review  bool             // whose latest decision awaits a person
	Bare    bool             // without label, payment and details: quicker, where days and amounts are enough
	ByDay   bool             // in the order of their days; of use with an Account
	AsTaken bool             // without what notices told since, as the chain has them
	AsOf    int64            // with what notices had told when this intake was taken, it included; 0: until now, or that of Intake
	Told    int64            // of which a notice tells since this intake, which brought the one or the other
	After   int64            // whose Seq is higher
	First   int              // so many at most, the first ones
}

const bareColumns = `l.seq, l.id, l.account, s.intake, l.statement, l.bank_id, l.booked, l.value, l.amount, l.currency, l.kind, l.code, l.reversal, l.place, l.twin, l.held, l.salt, l.commitment`

// fromLine are the lines that are taken: those beyond head's are on their way in.
const fromLine = ` FROM line l
	JOIN head h ON h.company = l.company AND +l.seq <= h.line
	JOIN statement s ON s.company = l.company AND s.id = l.statement`

// withTold joins what a notice of a line tells, when it was known by an intake.
const withTold = ` LEFT JOIN told w ON w.company = l.company AND w.line = l.seq AND w.intake <= ?
	LEFT JOIN notice n ON n.company = w.company AND n.seq = w.notice`

const ofCompany = `
	WHERE l.company = ?`

const (
	selectLine     = `SELECT ` + bareColumns + `, l.texts, '', ''` + fromLine + ofCompany
	selectBareLine = `SELECT ` + bareColumns + `, '', '', ''` + fromLine + ofCompany
	selectToldLine = `SELECT ` + bareColumns + `, l.texts, COALESCE(n.texts, ''), COALESCE(n.kind, '')` + fromLine + withTold + ofCompany
)

func scanLine(r scanner) (ledger.Line, error) {
	var l ledger.Line
	var days [2]string
	var minor int64
	var cur money.Currency
	var salt, recorded []byte
	var texts, told, kind string
	err := r.Scan(&l.Seq, (*string)(&l.ID), (*string)(&l.Account), &l.Intake, &l.Statement, &l.BankID, &days[0], &days[1], &minor, (*string)(&cur),
		(*string)(&l.Kind), &l.Code, &l.Reversal, &l.Line, (*string)(&l.Twin), &l.Held, &salt, &recorded, &texts, &told, &kind)
	if err != nil {
		return l, err
	}
	copy(l.Salt[:], salt)
	copy(l.Recorded[:], recorded)
	l.Amount = money.New(minor, cur)
	if err := parseDays(days[:], &l.Booked, &l.Value); err != nil {
		return l, err
	}
	if err := decodeTexts(texts, &l.Transaction); err != nil || told == "" {
		return l, err
	}
	l.Transaction, err = withNotice(l.Transaction, told, ledger.Kind(kind))
	return l, err
}

// parseDays reads days as they are stored; an empty text is no day.
func parseDays(texts []string, days ...*ledger.Date) error {
	for i, d := range days {
		if err := d.UnmarshalText([]byte(texts[i])); err != nil {
			return &ledger.Error{Kind: ledger.Tampered, Field: "day", Msg: "should be a calendar day", Err: err}
		}
	}
	return nil
}

// Lines yields the company's lines in the order in which they were taken, unless the filter asks for another.
func (s *Store) Lines(ctx context.Context, company ledger.CompanyID, f LineFilter) iter.Seq2[ledger.Line, error] {
	query, args, err := s.selectLines(ctx, company, f)
	if err != nil {
		return func(yield func(ledger.Line, error) bool) { yield(ledger.Line{}, err) }
	}
	if f.Intake != 0 {
		query += ` AND l.seq BETWEEN (SELECT i.first_line FROM intake i WHERE i.company = l.company AND i.seq = ?) AND (SELECT i.last_line FROM intake i WHERE i.company = l.company AND i.seq = ?)`
		args = append(args, f.Intake, f.Intake)
	}
	if f.After != 0 {
		query += ` AND l.seq > ?`
		args = append(args, f.After)
	}
	if f.Told != 0 {
		query += ` AND l.seq IN (SELECT t.line FROM told t WHERE t.company = ? AND t.intake = ?)`
		args = append(args, string(company), f.Told)
	}
	if f.Account != "" {
		query += ` AND l.account = ?`
		args = append(args, string(f.Account))
	}
	if len(f.IDs) > inSize {
		return func(yield func(ledger.Line, error) bool) {
			yield(ledger.Line{}, ledger.Errorf(ledger.Invalid, "lines", "should be %d at most", inSize))
		}
	}
	if len(f.IDs) > 0 {
		query += ` AND l.id IN ` + in
		args = inArgs(f.IDs, args...)
	}
	if f.Held {
		query += ` AND l.held = 1`
	}
	if f.Review {
		query += ` AND EXISTS (SELECT 1 FROM decision d WHERE d.company = l.company AND d.line = l.seq AND d.status = 'review' AND ` + latest + `)`
	}
	if f.ByDay {
		query += ` ORDER BY l.booked, l.seq`
	} else {
		query += ` ORDER BY l.seq`
	}
	if f.First > 0 {
		query += ` LIMIT ?`
		args = append(args, f.First)
	}
	return rows(ctx, s.read, scanLine, query, args...)
}

// selectLines returns the query that reads lines as the filter wants them, and its
// first arguments. Most books have no notice: of those, nothing is asked line by line.
func (s *Store) selectLines(ctx context.Context, company ledger.CompanyID, f LineFilter) (string, []any, error) {
	if f.Bare {
		return selectBareLine, []any{string(company)}, nil
	}
	if !f.AsTaken {
		told, err := s.anyTold(ctx, company)
		if err != nil {
			return "", nil, err
		}
		if told {
			return selectToldLine, []any{cmp.Or(f.AsOf, f.Intake, forever), string(company)}, nil
		}
	}
	return selectLine, []any{string(company)}, nil
}

// anyTold reports whether a notice tells of any line.
func (s *Store) anyTold(ctx context.Context, company ledger.CompanyID) (bool, error) {
	found, err := all(ctx, s.read, scanOf[int64], `SELECT line FROM told WHERE company = ? LIMIT 1`, string(company))
	return len(found) > 0, err
}

// Undecided returns those of the lines first to last, by their Seq, that have no decision.
func (s *Store) Undecided(ctx context.Context, company ledger.CompanyID, first, last int64) (map[ledger.LineID]bool, error) {
	ids := make(map[ledger.LineID]bool)
	for id, err := range rows(ctx, s.read, scanOf[string], `SELECT l.id FROM line l
		WHERE l.company = ? AND l.seq BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.company = l.company AND d.line = l.seq)`, string(company), first, last) {
		if err != nil {
			return nil, err
		}
		ids[ledger.LineID(id)] = true
	}
	return ids, nil
}

// Line returns the line with this ID, or of which it is the beginning, or that the
// bank calls so: "LN42", and "LN42#2" for the second of that name in booking order.
// Several lines are Ambiguous, none is NotFound.
func (s *Store) Line(ctx context.Context, company ledger.CompanyID, id string) (ledger.Line, error) {
	for _, find := range []func(context.Context, ledger.CompanyID, string) ([]ledger.Line, error){s.linesByID, s.linesByBankID, s.linesByPrefix} {
		found, err := find(ctx, company, id)
		if err != nil {
			return ledger.Line{}, err
		}
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return ledger.Line{}, &ledger.Error{Kind: ledger.Ambiguous, Field: "line", Msg: "several lines have this ID", Hint: "name it by its own ID, or add #2, #3, … in booking order"}
		}
	}
	return ledger.Line{}, &ledger.Error{Kind: ledger.NotFound, Field: "line", Msg: "the book has none of this ID", Hint: "lettrage review list"}
}

func (s *Store) linesByID(ctx context.Context, company ledger.CompanyID, id string) ([]ledger.Line, error) {
	return all(ctx, s.read, scanLine, selectToldLine+` AND l.id = ?`, forever, string(company), id)
}

// linesByPrefix asks for IDs between the prefix and the prefix with the last letter behind it.
func (s *Store) linesByPrefix(ctx context.Context, company ledger.CompanyID, prefix string) ([]ledger.Line, error) {
	if prefix == "" {
		return nil, nil
	}
	prefix = strings.ToLower(prefix)
	return all(ctx, s.read, scanLine, selectToldLine+` AND l.id >= ? AND l.id <= ? ORDER BY l.id LIMIT 2`, forever, string(company), prefix, prefix+"zzzzzzzzzzzzzzzz")
}

func (s *Store) linesByBankID(ctx context.Context, company ledger.CompanyID, id string) ([]ledger.Line, error) {
	if id == "" {
		return nil, nil
	}
	byName := func(name string) ([]ledger.Line, error) {
		return all(ctx, s.read, scanLine, selectToldLine+` AND l.bank_id = ? AND l.bank_id <> '' ORDER BY l.booked, l.seq`, forever, string(company), name)
	}
	found, err := byName(id)
	if err != nil || len(found) > 0 {
		return found, err
	}
	name, ordinal, ok := strings.Cut(id, "#")
	n, notNumber := strconv.Atoi(ordinal)
	if !ok || notNumber != nil || n < 1 || name == "" {
		return nil, nil
	}
	found, err = byName(name)
	if err != nil || n > len(found) {
		return nil, err
	}
	return found[n-1 : n], nil
}

var lineTable = newTable("line", "seq id account statement scheme bank_id booked value amount currency kind code reversal place twin held salt texts commitment")

// addLine writes a line. Its scheme is the family of formats whose identifiers it bears.
func addLine(to *rowsOf, l ledger.Line, scheme string) (ledger.Hash, error) {
	commitment := l.Commitment()
	return commitment, to.add(l.Seq, string(l.ID), string(l.Account), l.Statement, scheme, l.BankID, l.Booked.String(), l.Value.String(),
		l.Amount.Minor(), string(l.Amount.Currency()), string(l.Kind), l.Code, flag(l.Reversal), l.Line, string(l.Twin), flag(l.Held), l.Salt[:], encodeTexts(l.Transaction), commitment[:])
}
