package camt

import (
	"fmt"
	"math"
	"strconv"

	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// What bounds the payments of one entry, which are in memory together: how many there are,
// and the length of their text in lines (LineBytes).
const (
	maxDetails    = 100_000
	maxEntryLines = 64
)

// entry is an Ntry as the text has it.
type entry struct {
	line     int
	start    int64  // where it begins in the text
	bankRef  string // AcctSvcrRef
	hasSum   bool
	sum      money.Amount
	hasSign  bool
	sign     sign
	status   string
	booked   ledger.Date
	badDate  bool // there is a booking day, in error
	value    ledger.Date
	reversal bool
	code     code
	label    string // AddtlNtryInf
	amounts  amounts
	charges  charges
	batched  int // payments, as the bank counts them (Btch)
	details  []detail
}

// detail is a TxDtls as the text has it.
type detail struct {
	bankRef, endToEnd, mandate, cheque string
	sum                                money.Amount
	sign                               sign
	amounts                            amounts
	charges                            charges
	code                               code
	debtor, creditor                   ledger.Party
	ultimateDebtor, ultimateCreditor   ledger.Party
	remittance                         []byte
	cut                                bool // there was more of it
	references                         []string
	reason                             string
	info                               string      // AddtlTxInf
	done                               ledger.Date // TxDtTm, the day on which the payer paid
}

// amounts are the AmtDtls.
type amounts struct{ instructed, transaction, counterValue money.Amount }

// charges are the Chrgs of an entry or of a payment.
type charges struct {
	total    money.Amount // as stated
	recorded bool
	included money.Amount // Σ of the records that are kept back from the amount
}

// code is a BkTxCd.
type code struct{ domain, family, sub, proprietary, issuer string }

// account is an account as the text has it.
type account struct {
	iban, other, currency, name, owner string
	wrong                              bool // the IBAN is none
	line                               int  // of the IBAN
}

// entry reads an Ntry into e, whose memory is used again.
func (d *decoder) entry(e *entry, currency money.Currency) {
	*e = entry{line: d.s.lineNumber(), start: d.s.offset(), details: e.details[:0]}
	for d.child() {
		switch string(d.s.name) {
		case "Amt":
			e.sum, e.hasSum = d.amount("Ntry/Amt", currency), true
		case "CdtDbtInd":
			faults := len(d.errs)
			e.sign = d.sign("Ntry/CdtDbtInd")
			e.hasSign = e.sign != unsigned || len(d.errs) > faults
		case "RvslInd":
			e.reversal = d.boolean("Ntry/RvslInd")
		case "Sts":
			e.status = d.code("Ntry/Sts", "Cd", "Prtry")
		case "BookgDt":
			faults := len(d.errs)
			e.booked = d.date("Ntry/BookgDt")
			e.badDate = len(d.errs) > faults
		case "ValDt":
			e.value = d.date("Ntry/ValDt")
		case "AcctSvcrRef":
			e.bankRef = d.text("Ntry/AcctSvcrRef")
		case "BkTxCd":
			e.code = d.transactionCode()
		case "AmtDtls":
			e.amounts = d.amounts(currency)
		case "Chrgs":
			d.charges(&e.charges, currency)
		case "NtryDtls":
			d.entryDetails(e, currency)
		case "TxDtls": // not within NtryDtls in .001.01
			d.detail(e.add(d), currency)
		case "AddtlNtryInf":
			e.label = d.text("Ntry/AddtlNtryInf")
		default:
			d.skip()
		}
	}
}

func (d *decoder) entryDetails(e *entry, currency money.Currency) {
	for d.child() {
		switch string(d.s.name) {
		case "TxDtls":
			d.detail(e.add(d), currency)
		case "Btch":
			e.batched += d.batched()
		default:
			d.skip()
		}
	}
}

// batched reads a Btch and returns how many payments it says there are, 0 where it doesn't.
func (d *decoder) batched() (n int) {
	for d.child() {
		if string(d.s.name) == "NbOfTxs" {
			n, _ = strconv.Atoi(string(d.choice("Btch/NbOfTxs")))
		} else {
			d.skip()
		}
	}
	return min(max(n, 0), math.MaxInt32)
}

// add returns a further detail, empty and with the memory of one used before.
func (e *entry) add(d *decoder) *detail {
	n := len(e.details)
	tooLarge := func(msg string) {
		d.fatal = &importer.Error{Kind: importer.TooLarge, Line: e.line, Field: "Ntry/NtryDtls", Msg: msg, Hint: "ask the bank for entries of fewer payments"}
		n = 0
	}
	if n == maxDetails {
		tooLarge("an entry is over the limit of 100,000 payments")
	} else if d.s.offset()-e.start > maxEntryLines*int64(d.limits.LineBytes) {
		tooLarge(fmt.Sprintf("an entry is over the limit of %d times LineBytes", maxEntryLines))
	}
	if n == cap(e.details) {
		e.details = append(e.details[:n], detail{})
	}
	e.details = e.details[:n+1]
	last := &e.details[n]
	*last = detail{remittance: last.remittance[:0]}
	return last
}

// detail reads a TxDtls.
func (d *decoder) detail(t *detail, currency money.Currency) {
	for d.child() {
		switch string(d.s.name) {
		case "Refs":
			d.references(t)
		case "Amt":
			t.sum = d.aside("TxDtls/Amt", currency)
		case "CdtDbtInd":
			t.sign = d.sign("TxDtls/CdtDbtInd")
		case "AmtDtls":
			t.amounts = d.amounts(currency)
		case "Chrgs":
			d.charges(&t.charges, currency)
		case "BkTxCd":
			t.code = d.transactionCode()
		case "RltdPties":
			d.parties(t)
		case "RmtInf":
			d.remittance(t)
		case "RtrInf":
			d.returned(t)
		case "RltdDts":
			d.dates(t)
		case "AddtlTxInf":
			d.addInfo(t, d.text("TxDtls/AddtlTxInf"))
		default:
			d.skip()
		}
	}
}

// dates reads when the payment was made (TransactionDates2). Nothing of it is needed, so that a
// day that is none is passed over.
func (d *decoder) dates(t *detail) {
	for d.child() {
		switch string(d.s.name) {
		case "TxDtTm":
			t.done, _ = parseDay([]byte(d.text("RltdDts/TxDtTm")))
		default:
			d.skip()
		}
	}
}

func (d *decoder) references(t *detail) {
	for d.child() {
		switch string(d.s.name) {
		case "AcctSvcrRef":
			t.bankRef = d.text("Refs/AcctSvcrRef")
		case "EndToEndId":
			t.endToEnd = stated(d.text("Refs/EndToEndId"))
		case "MndtId":
			t.mandate = stated(d.text("Refs/MndtId"))
		case "ChqNb":
			t.cheque = stated(d.text("Refs/ChqNb"))
		default:
			d.skip()
		}
	}
}

// nothing holds the words that stand in a mandatory field which has no value, capitals only and without blanks.
var nothing = map[string]bool{"NOTPROVIDED": true, "NONREF": true, "NOREF": true, "NONE": true, "NOTAVAILABLE": true, "UNKNOWN": true}

// stated returns a reference, or nothing where the bank wrote that there is none (SEPA Rulebook, AT-41: NOTPROVIDED).
func stated(ref string) string {
	if len(ref) == 0 || len(ref) > len("NOT AVAILABLE") {
		return ref
	}
	var word [len("NOT AVAILABLE")]byte
	n := 0
	for i := range len(ref) {
		switch c := ref[i]; {
		case c == ' ' || c == '_' || c == '-':
		case c >= 'a' && c <= 'z':
			word[n] = c - 'a' + 'A'
			n++
		default:
			word[n] = c
			n++
		}
	}
	if nothing[string(word[:n])] {
		return ""
	}
	return ref
}

func (d *decoder) amounts(currency money.Currency) (a amounts) {
	for d.child() {
		switch string(d.s.name) {
		case "InstdAmt":
			a.instructed = d.innerAmount("AmtDtls/InstdAmt/Amt", currency)
		case "TxAmt":
			a.transaction = d.innerAmount("AmtDtls/TxAmt/Amt", currency)
		case "CntrValAmt":
			a.counterValue = d.innerAmount("AmtDtls/CntrValAmt/Amt", currency)
		default:
			d.skip()
		}
	}
	return a
}

func (d *decoder) innerAmount(field string, currency money.Currency) (a money.Amount) {
	for d.child() {
		if string(d.s.name) == "Amt" {
			a = d.aside(field, currency)
		} else {
			d.skip()
		}
	}
	return a
}

// charges adds a Chrgs. Up to .001.02 it is one charge and may come several times,
// later it holds a total and a record for each.
func (d *decoder) charges(c *charges, currency money.Currency) {
	var one charge
	for d.child() {
		switch string(d.s.name) {
		case "TtlChrgsAndTaxAmt":
			c.total = d.aside("Chrgs/TtlChrgsAndTaxAmt", currency)
		case "Rcrd":
			var r charge
			for d.child() {
				d.charge(&r, currency)
			}
			c.add(r)
		default:
			d.charge(&one, currency)
		}
	}
	c.add(one)
}

// charge is one charge: kept back from the amount unless it is said not to be.
type charge struct {
	sum      money.Amount
	sign     sign
	excluded bool
}

// charge reads the element just entered into r.
func (d *decoder) charge(r *charge, currency money.Currency) {
	switch string(d.s.name) {
	case "Amt":
		r.sum = d.aside("Chrgs/Amt", currency)
	case "CdtDbtInd":
		r.sign = d.sign("Chrgs/CdtDbtInd")
	case "ChrgInclInd":
		r.excluded = !d.boolean("Chrgs/ChrgInclInd")
	default:
		d.skip()
	}
}

func (c *charges) add(r charge) {
	if r.sum.Currency() == "" {
		return
	}
	c.recorded = true
	if r.excluded {
		return
	}
	if r.sign == moneyIn {
		r.sum = money.New(-r.sum.Minor(), r.sum.Currency()) // never the most negative number: amounts have no sign
	}
	if c.included.Currency() == "" {
		c.included = r.sum
	} else if sum, err := c.included.Add(r.sum); err == nil { // those in a second currency are left out
		c.included = sum
	}
}

// kept is what was kept back on the way, nil when nothing is stated.
func (c charges) kept() *money.Amount {
	sum := c.included
	if !c.recorded {
		sum = c.total
	}
	if sum.Sign() <= 0 {
		return nil
	}
	kept := sum
	return &kept
}

func (d *decoder) transactionCode() (c code) {
	for d.child() {
		switch string(d.s.name) {
		case "Domn":
			d.domain(&c)
		case "Prtry":
			for d.child() {
				switch string(d.s.name) {
				case "Cd":
					c.proprietary = d.code("BkTxCd/Prtry/Cd")
				case "Issr":
					c.issuer = d.code("BkTxCd/Prtry/Issr")
				default:
					d.skip()
				}
			}
		default:
			d.skip()
		}
	}
	return c
}

func (d *decoder) domain(c *code) {
	for d.child() {
		switch string(d.s.name) {
		case "Cd":
			c.domain = d.code("BkTxCd/Domn/Cd")
		case "Fmly":
			for d.child() {
				switch string(d.s.name) {
				case "Cd":
					c.family = d.code("BkTxCd/Domn/Fmly/Cd")
				case "SubFmlyCd":
					c.sub = d.code("BkTxCd/Domn/Fmly/SubFmlyCd")
				default:
					d.skip()
				}
			}
		default:
			d.skip()
		}
	}
}
