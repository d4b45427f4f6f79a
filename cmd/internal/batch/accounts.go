package batch

import (
	"context"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// resolver says whose account a statement is about when the book does not know it
// by the name that the file gives it.
type resolver struct {
	own    []ledger.BankAccount // the company's
	others []ledger.BankAccount // of the book's other companies
	given  ledger.IBAN          // that the user named, for files that name none
	warn   func(importer.Warning)

	unnamed ledger.AccountRef // what the file in hand calls the account that earlier files had no name for
}

func (b *Batch) resolver(ctx context.Context, c ledger.Company, account string, report *ImportReport) (*resolver, error) {
	r := &resolver{warn: func(w importer.Warning) { report.Warnings = append(report.Warnings, w) }}
	if account != "" {
		var err error
		if r.given, err = ledger.ParseIBAN(account); err != nil {
			return nil, &ledger.Error{Kind: ledger.Invalid, Field: "--account", Msg: "should be an IBAN with right check digits", Hint: "copy it from a statement"}
		}
	}
	companies, err := b.Store.Companies(ctx)
	if err != nil {
		return nil, err
	}
	for _, other := range companies {
		accounts, err := b.Store.Accounts(ctx, other.ID)
		if err != nil {
			return nil, err
		}
		if other.ID == c.ID {
			r.own = accounts
		} else {
			r.others = append(r.others, accounts...)
		}
	}
	return r, nil
}

// named returns the statement with the account that the user named, where the file
// names none or has only a number that is no IBAN.
func (r *resolver) named(s ledger.Statement) (ledger.Statement, error) {
	switch {
	case r.given == "" || s.Account.IBAN == r.given:
	case s.Account.IBAN != "":
		return s, &importer.Error{Kind: importer.UnknownAccount, Field: "account", Msg: "should be that of --account: the file names another IBAN", Hint: "leave --account out"}
	default:
		s.Account.IBAN = r.given
	}
	return s, nil
}

// resolve implements store.LoadOptions.Resolve. An account that is seen for the
// first time becomes the company's, and that is said: whose a file is was settled
// by --company, by the folder in which it lay, or by there being only one company.
func (r *resolver) resolve(s ledger.Statement) (ledger.AccountID, error) {
	if r.ofAnother(s.Account) {
		return "", ofAnotherCompany()
	}
	if a, ok := r.likely(s.Account, s.Currency); ok {
		if a.Ref.IsZero() && !s.Account.IsZero() {
			if !r.unnamed.IsZero() && r.unnamed != s.Account {
				return "", &importer.Error{Kind: importer.UnknownAccount, Field: "account", Msg: "should be one account: the file names several, and which of them the earlier files without a name were about is not known",
					Hint: "import one of those files again with --account IBAN, then this one"}
			}
			r.unnamed = s.Account
			r.warn(importer.Warning{Kind: "account_named", Message: "the account is taken to be the one of the files that named none; lettrage verify says whether their balances follow"})
		}
		return a.ID, nil
	}
	if s.Account.IsZero() && len(r.own) > 1 {
		return "", &importer.Error{Kind: importer.UnknownAccount, Field: "account", Msg: "should be named: the file names none and the company has several", Hint: "say which: lettrage import FILE --account IBAN"}
	}
	message := "the account was not known; it is taken as the company's"
	if s.Account.IsZero() {
		message = "the file names no account; a first one is made for it, and takes the name that a later file has (--account IBAN names it now)"
	}
	r.warn(importer.Warning{Kind: "new_account", Message: message})
	return "", nil
}

func ofAnotherCompany() error {
	return &importer.Error{Kind: importer.UnknownAccount, Field: "account", Msg: "should be an account of the company; another company of the book has it",
		Hint: "say whose file it is with --company NAME, or drop it into that company's folder"}
}

func (r *resolver) ofAnother(ref ledger.AccountRef) bool {
	for _, a := range r.others {
		if ref.IBAN != "" && a.Ref.IBAN == ref.IBAN || ref.Other != "" && a.Ref.Other == ref.Other {
			return true
		}
	}
	return false
}

// likely returns the account that is meant: the only one in the currency, where the file names none;
// the one whose IBAN holds the number that the file gives, or the other way round; the only
// one while nobody has named it yet.
func (r *resolver) likely(ref ledger.AccountRef, cur money.Currency) (found ledger.BankAccount, ok bool) {
	n := 0
	for _, a := range r.own {
		if a.Currency == cur && (ref.IsZero() || a.Ref.IBAN.Holds(ref.Other) || ref.IBAN.Holds(a.Ref.Other) || a.Ref.IsZero()) {
			found = a
			n++
		}
	}
	return found, n == 1
}
