package store

import (
	"slices"

	"lettrage/ledger"
)

// writeLines writes those of the lines that are new, and what the bank also calls the others.
func (t *taking) writeLines(tx *Tx, lines []fileLine) error {
	to, aliases := tx.insertInto(lineTable), tx.insertInto(aliasTable)
	family := scheme(t.opt.Format)
	for _, f := range lines {
		if t.statements[f.statement].Interim {
			continue // a notice
		}
		o := t.outcome(f)
		if o.alias {
			if err := aliases.add(o.of, family, f.BankID, t.ids[f.statement]); err != nil {
				return err
			}
		}
		if o.verdict == isKnown {
			continue
		}
		l := t.line(f, o)
		hash, err := addLine(to, l, family)
		if err != nil {
			return err
		}
		t.hashes = append(t.hashes, hash)
	}
	if err := aliases.flush(); err != nil {
		return err
	}
	return to.flush()
}

var aliasTable = newTable("alias", "line scheme bank_id statement")

// line makes the book's line of one of the file.
func (t *taking) line(f fileLine, o outcome) ledger.Line {
	account := t.accounts[t.statements[f.statement].target].ID
	t.last++
	return ledger.Line{
		ID: ledger.NewLineID(account, f.Transaction, o.ordinal), Account: account, Seq: t.last, Statement: t.ids[f.statement],
		Salt: ledger.DeriveSalt(t.opt.SaltKey, f.n), Twin: o.twin, Held: o.held, Transaction: f.Transaction,
	}
}

// finish takes the file, whose lines are written: accounts, statements, notices, and
// the event, which moves head over the lines.
func (t *taking) finish(tx *Tx) error {
	if err := t.settleAccounts(tx); err != nil {
		return err
	}
	intake := tx.Last() + 1 // the number that its event will have
	taken, err := t.writeStatements(tx, intake)
	if err != nil {
		return err
	}
	if err := t.writeNotices(tx, intake); err != nil {
		return err
	}
	if err := t.tell(tx, intake); err != nil {
		return err
	}
	t.res.Intake, err = tx.Append(ledger.StatementTaken, t.opt.File.String(), ledger.IntakeDigest(t.opt.File, taken, t.hashes))
	if err != nil {
		return err
	}
	if tx.head.line = t.last; len(taken) > 0 {
		tx.head.statement = taken[len(taken)-1].ID
	}
	return tx.intake(t.res.Intake, t.base.line+1, t.last)
}

// writeStatements writes the statements that are taken.
func (t *taking) writeStatements(tx *Tx, intake int64) ([]ledger.Taken, error) {
	var taken []ledger.Taken
	to := tx.insertInto(statementTable)
	for i, s := range t.statements {
		if t.ids[i] == 0 {
			continue
		}
		taken = append(taken, ledger.Taken{ID: t.ids[i], Account: t.accounts[s.target].ID, Statement: s.Statement})
		if err := addStatement(to, taken[len(taken)-1], intake, t.opt); err != nil {
			return nil, err
		}
	}
	return taken, to.flush()
}

// settleAccounts adds the new accounts and learns what the file calls the others.
func (t *taking) settleAccounts(tx *Tx) error {
	now, err := tx.accounts()
	if err != nil {
		return err
	}
	if len(now) > len(t.known) || !slices.Equal(now, t.known[:len(now)]) {
		return errOvertaken()
	}
	for _, a := range t.known[len(now):] {
		if _, err := tx.AddAccount(a.Ref, a.Currency, a.Provisional); err != nil {
			return err
		}
	}
	for i, s := range t.statements {
		if t.ids[i] == 0 || !t.learns(s) {
			continue
		}
		if err := tx.LearnAccount(t.accounts[s.target].ID, s.Account); err != nil {
			return err
		}
		t.accounts[s.target].Ref = s.Account
	}
	return nil
}

var statementTable = newTable("statement", "id intake account iban other currency number opening_date opening closing_date closing whole_from whole_to lines credits debits file format place")

func addStatement(to *rowsOf, s ledger.Taken, intake int64, o LoadOptions) error {
	opening, openingDay := balanceColumns(s.Opening)
	closing, closingDay := balanceColumns(s.Closing)
	return to.add(s.ID, intake, string(s.Account), string(s.Statement.Account.IBAN), s.Statement.Account.Other, string(s.Currency), s.Number,
		openingDay, opening, closingDay, closing, s.Whole.From.String(), s.Whole.To.String(), s.Lines, s.Credits.Minor(), s.Debits.Minor(),
		o.File[:], o.Format, s.Origin.Line)
}

// balanceColumns are the amount, NULL when it is not stated, and the day.
func balanceColumns(b *ledger.Balance) (amount any, day string) {
	if b == nil {
		return nil, ""
	}
	return b.Amount.Minor(), b.Date.String()
}
