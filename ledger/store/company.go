package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

const selectCompany = `SELECT id, name, siren, currency, year_end FROM company`

func scanCompany(r scanner) (ledger.Company, error) {
	var c ledger.Company
	return c, r.Scan(&c.ID, &c.Name, &c.SIREN, &c.Currency, &c.YearEnd)
}

func noCompany() error {
	return &ledger.Error{Kind: ledger.NotFound, Field: "company", Msg: "the book has none of this name", Hint: "lettrage company list"}
}

// AddCompany adds a company with its chart of accounts and its bank accounts, in its
// currency, as far as they are known; its chain begins with the event CompanyOpened. A
// company that is there already is a Conflict, and so is an account that is named twice.
func (s *Store) AddCompany(ctx context.Context, c ledger.Company, chart ledger.Chart, today ledger.Date, accounts ...ledger.IBAN) error {
	if c.ID == "" {
		return ledger.Errorf(ledger.Invalid, "company", "should have an ID")
	}
	if today == 0 {
		return errNoDay()
	}
	return s.transact(ctx, today, func(tx *Tx) error {
		tx.company = c
		known, err := all(ctx, tx, scanOf[string], `SELECT id FROM company WHERE id = ?`, string(c.ID))
		if err != nil {
			return err
		}
		if len(known) > 0 {
			return &ledger.Error{Kind: ledger.Conflict, Field: "company", Msg: "is in the book already", Hint: "lettrage company list"}
		}
		if err := tx.openCompany(chart); err != nil {
			return err
		}
		for _, iban := range accounts {
			if _, err := tx.addAccount(ledger.AccountRef{IBAN: iban}, c.Currency, false); err != nil {
				return err
			}
		}
		return nil
	})
}

func (tx *Tx) openCompany(chart ledger.Chart) error {
	c := tx.company
	err := tx.exec(`INSERT INTO company (id, name, siren, currency, year_end) VALUES (?, ?, ?, ?, ?)`,
		string(c.ID), c.Name, c.SIREN, string(c.Currency), int(c.YearEnd))
	if err != nil {
		return err
	}
	to := tx.insertInto(chartTable)
	for _, role := range slices.Sorted(maps.Keys(chart)) {
		a := chart[role]
		if err := to.add(string(role), a.Number, a.Name); err != nil {
			return err
		}
	}
	if err := to.flush(); err != nil {
		return err
	}
	err = tx.exec(`INSERT INTO head (company, seq, hash, line, statement) VALUES (?, 0, ?, 0, 0)`, string(c.ID), tx.head.hash[:])
	if err != nil {
		return err
	}
	_, err = tx.Append(ledger.CompanyOpened, string(c.ID), c.Digest(chart))
	return err
}

var chartTable = newTable("chart", "role number name")

// Companies returns the book's companies in the order of their IDs.
func (s *Store) Companies(ctx context.Context) ([]ledger.Company, error) {
	return all(ctx, s.read, scanCompany, selectCompany+` ORDER BY id`)
}

// Company returns a company, or NotFound.
func (s *Store) Company(ctx context.Context, id ledger.CompanyID) (ledger.Company, error) {
	found, err := all(ctx, s.read, scanCompany, selectCompany+` WHERE id = ?`, string(id))
	if err == nil && len(found) == 0 {
		err = noCompany()
	}
	if err != nil {
		return ledger.Company{}, err
	}
	return found[0], nil
}

// Chart returns a company's chart of accounts.
func (s *Store) Chart(ctx context.Context, company ledger.CompanyID) (ledger.Chart, error) {
	type named struct {
		role ledger.Role
		ledger.ChartAccount
	}
	scan := func(r scanner) (named, error) {
		var n named
		return n, r.Scan(&n.role, &n.Number, &n.Name)
	}
	chart := make(ledger.Chart)
	for n, err := range rows(ctx, s.read, scan, `SELECT role, number, name FROM chart WHERE company = ? ORDER BY role`, string(company)) {
		if err != nil {
			return nil, err
		}
		chart[n.role] = n.ChartAccount
	}
	return chart, nil
}

const selectAccount = `SELECT id, iban, other, currency, ledger, provisional FROM account WHERE company = ?`

func scanAccount(r scanner) (ledger.BankAccount, error) {
	var a ledger.BankAccount
	return a, r.Scan(&a.ID, &a.Ref.IBAN, &a.Ref.Other, &a.Currency, &a.Ledger, &a.Provisional)
}

// Accounts returns a company's bank accounts in the order in which they were first seen.
func (s *Store) Accounts(ctx context.Context, company ledger.CompanyID) ([]ledger.BankAccount, error) {
	return all(ctx, s.read, scanAccount, selectAccount+` ORDER BY ordinal`, string(company))
}

func (tx *Tx) accounts() ([]ledger.BankAccount, error) {
	return all(tx.ctx, tx, scanAccount, selectAccount+` ORDER BY ordinal`, string(tx.company.ID))
}

// AddAccount adds a bank account: its ID stays, its number in the chart is the
// bank's with the next two digits. An IBAN that the company has in that currency is
// a Conflict. A provisional account is one whose file named none.
func (tx *Tx) AddAccount(ref ledger.AccountRef, cur money.Currency, provisional bool) (ledger.BankAccount, error) {
	a, err := tx.addAccount(ref, cur, provisional)
	return a, tx.fail(err)
}

func (tx *Tx) addAccount(ref ledger.AccountRef, cur money.Currency, provisional bool) (ledger.BankAccount, error) {
	known, err := tx.accounts()
	if err != nil {
		return ledger.BankAccount{}, err
	}
	for _, a := range known {
		if !ref.IsZero() && a.Currency == cur && (a.Ref.IBAN == ref.IBAN && ref.IBAN != "" || a.Ref == ref) {
			return ledger.BankAccount{}, ledger.Errorf(ledger.Conflict, "account", "is in the book already")
		}
	}
	bank, err := bankNumber(tx.ctx, tx, tx.company.ID)
	if err != nil {
		return ledger.BankAccount{}, err
	}
	n := len(known) + 1
	a := nextAccount(tx.company.ID, bank, len(known), ref, cur, provisional)
	err = tx.exec(`INSERT INTO account (company, id, ordinal, iban, other, currency, ledger, provisional) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		string(tx.company.ID), string(a.ID), n, string(ref.IBAN), ref.Other, string(cur), a.Ledger, flag(provisional))
	if err != nil {
		return ledger.BankAccount{}, err
	}
	_, err = tx.Append(ledger.AccountSeen, string(a.ID), a.Digest())
	return a, err
}

// bankNumber is the number of the banks in the company's chart.
func bankNumber(ctx context.Context, q querier, company ledger.CompanyID) (string, error) {
	return one(ctx, q, scanOf[string], `SELECT number FROM chart WHERE company = ? AND role = ?`, string(company), string(ledger.Bank))
}

// nextAccount is the account that follows the known ones.
func nextAccount(company ledger.CompanyID, bank string, known int, ref ledger.AccountRef, cur money.Currency, provisional bool) ledger.BankAccount {
	n := known + 1
	return ledger.BankAccount{ID: accountID(company, n), Ref: ref, Currency: cur, Ledger: fmt.Sprintf("%s%02d", bank, n), Provisional: provisional}
}

// accountID is made from the account's place among the company's, not from its
// number, which is not known of every account and may be learned later.
func accountID(c ledger.CompanyID, ordinal int) ledger.AccountID {
	return ledger.AccountID(ledger.NewDigest("account").Text(string(c)).Int(int64(ordinal)).ID())
}

// LearnAccount gives a provisional account, or one that is known by another number
// only, the number that a file names it by. Its ID and its lines stay. To learn
// what is known is harmless.
func (tx *Tx) LearnAccount(id ledger.AccountID, ref ledger.AccountRef) error {
	return tx.fail(tx.learnAccount(id, ref))
}

func (tx *Tx) learnAccount(id ledger.AccountID, ref ledger.AccountRef) error {
	known, err := tx.accounts()
	if err != nil {
		return err
	}
	for _, a := range known {
		if a.ID != id {
			continue
		}
		if a.Ref.IBAN != "" && ref.IBAN != "" && a.Ref.IBAN != ref.IBAN {
			return ledger.Errorf(ledger.Conflict, "account", "has another IBAN already")
		}
		if ref.IBAN == "" {
			ref.IBAN = a.Ref.IBAN
		}
		if ref.Other == "" {
			ref.Other = a.Ref.Other
		}
		if ref.IsZero() || ref == a.Ref && !a.Provisional {
			return nil
		}
		a.Ref, a.Provisional = ref, false
		err := tx.exec(`UPDATE account SET iban = ?, other = ?, provisional = 0 WHERE company = ? AND id = ?`, string(ref.IBAN), ref.Other, string(tx.company.ID), string(id))
		if err == nil {
			_, err = tx.Append(ledger.AccountSeen, string(id), a.Digest())
		}
		return err
	}
	return ledger.Errorf(ledger.NotFound, "account", "the book has none of this name")
}
