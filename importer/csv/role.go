package csv

import (
	"slices"
	"strconv"
)

// role is what a column is for.
type role string

const (
	dateRole       role = "date"          // booking day
	valueRole      role = "value"         // value day
	labelRole      role = "label"         // the bank's words
	remittanceRole role = "remittance"    // the payer's words
	referenceRole  role = "reference"     // the bank's own identifier of the line
	nameRole       role = "name"          // who stands on the other side
	payerRole      role = "payer"         // who stands there when money comes in,
	payeeRole      role = "payee"         // and when it goes out; the other of the two is the account's holder
	partyRole      role = "party_account" // their account
	endToEndRole   role = "end_to_end"
	mandateRole    role = "mandate"
	chequeRole     role = "cheque"
	codeRole       role = "code" // the bank's kind of line
	amountRole     role = "amount"
	debitRole      role = "debit"
	creditRole     role = "credit"
	sideRole       role = "side"    // a word that says whether the amount is money in or out
	feeRole        role = "fee"     // kept back, to be taken off the amount
	balanceRole    role = "balance" // after the line
	currencyRole   role = "currency"
	accountRole    role = "account" // ours
	statusRole     role = "status"
	chargesRole    role = "charges" // kept back on the way; the amount is without them
	markRole       role = "mark"    // of words for a side, in a reading that does not take the side from it: they may not contradict
	watchRole      role = "watch"   // without a known use; see table.watch
	sameRole       role = "same"    // has to be the same in all rows: a product, a space
	otherRole      role = "other"   // of a tag in a label, never of a column
)

// roles lists them all, in the order in which rows have them.
var roles = []role{dateRole, valueRole, labelRole, remittanceRole, referenceRole, nameRole, payerRole, payeeRole, partyRole, endToEndRole, mandateRole, chequeRole,
	codeRole, amountRole, debitRole, creditRole, sideRole, feeRole, balanceRole, currencyRole, accountRole, statusRole, chargesRole, sameRole, markRole, watchRole}

// plan is how one file is read: the profile that fits it, or what was guessed.
type plan struct {
	*profile
	sep     byte     // between cells
	first   int      // how many records stand before the first row
	header  []string // header cells; nil without a header
	columns [][]int  // columns of each role, in the order of roles
	top     heading  // what the lines above say
	widths  []int    // how many cells rows without stray quotes have, where the header has others
	wider   int      // how many most rows have, where the header has fewer
	guessed bool
	guesses // which are nothing when a profile fits
}

// guesses are what a reading of an unknown file takes for true.
type guesses struct {
	sideGuessed    bool // no header names the column of the side,
	balanceGuessed bool // nor that of the balance
	decimalShown   bool // another column shows the decimal mark
	blankSide      int  // what a blank says in the column of the side, when that marks one side only
	leaves         bool // a column of amounts without a name has no use
	rival          bool // and may be what moved
	currencyNamed  bool // the header of the amounts names their currency
	sideTold       bool // a person has said what a positive amount is
	pendingMoves   bool // rows that wait move the balance all the same
	continues      bool // a label may go on in the next row
}

// lenient reports whether rows without an amount are left out, and told.
func (p *plan) lenient() bool { return p.guessed || p.remarks }

// has reports whether the file has a column of the role.
func (p *plan) has(r role) bool { return len(p.at(r)) > 0 }

// at returns the columns of a role.
func (p *plan) at(r role) []int {
	if i := r.index(); i >= 0 {
		return p.columns[i]
	}
	return nil
}

// index returns the place of a role among roles; −1 of one that no column has.
func (r role) index() int { return slices.Index(roles, r) }

// field names the column of a role for messages: "column 5, Débit".
func (p *plan) field(r role) string {
	cols := p.at(r)
	if len(cols) == 0 {
		return string(r)
	}
	return p.column(cols[0])
}

// column names a column by its number, from 1, and its header.
func (p *plan) column(c int) string {
	name := "column " + strconv.Itoa(c+1)
	if c >= len(p.header) {
		return name
	}
	word := clean(p.header[c])
	if word == "" || len(word) > 60 {
		return name
	}
	return name + ", " + word
}

// wide returns how many columns the table has.
func (p *plan) wide() int {
	n := max(len(p.header), p.wider)
	for _, cols := range p.columns {
		for _, c := range cols {
			n = max(n, c+1)
		}
	}
	return n
}
