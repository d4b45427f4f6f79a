package matcher

import "lettrage/ledger"

// A run holds millions of evidences: in the hot path they say by small numbers what the
// ledger says in words.

// seenAs says how an evidence was seen. The list is closed: package export/words says
// each in the languages of those who read it.
type seenAs uint8

const (
	notSeen seenAs = iota
	seenFull
	seenShort
	seenOrder
	seenStructured
	seenRepaired
	seenNamesOther
	seenNamesUnlisted
	seenTypo
	seenExact
	seenSum
	seenSent
	seenFigure
	seenWithFee
	seenKnownAccount
	seenLearnedAccount
	seenKnownMandate
	seenLearnedMandate
	seenCustomerNumber
	seenName
	seenNameInText
	seenLearnedName
	seenGroup
	seenUnknownName
	seenOtherCustomer
	seenKnownPayer
	seenIssue
	seenLongAgo
	seenOtherMoney
	seenQuotation
	seenCreditNote
	seenStrangeWords
	seenSlip
	seenBatch
	seenBatchLacking
	seenSomeCheques
	seenChequesOfDay
	seenChequesUntil
	seenAllCheques
	seenTakings
	seenSlipNumber
	seenOtherSlip
	seenSlipCount
	seenOtherCount
	seenDayOfTakings
	seenOtherDay
	seenSameEndToEnd
	seenSameCheque
	seenSameMandate
	seenSameAccount
	seenSameName
	seenPartial // an amount that differs, as its kind of difference; in the order of gapKind
	seenOverpayment
	seenRounding
	seenBankCharge
	seenEarlyDiscount
	seenOtherReason
)

// seenWord is what the ledger is told.
type seenWord string

var seenWords = [...]seenWord{
	seenFull:           "full",
	seenShort:          "short",
	seenOrder:          "order",
	seenStructured:     "structured",
	seenRepaired:       "repaired",
	seenNamesOther:     "names_other",
	seenNamesUnlisted:  "names_unlisted",
	seenTypo:           "typo",
	seenExact:          "exact",
	seenSum:            "sum",
	seenSent:           "sent",
	seenFigure:         "figure",
	seenWithFee:        "with_fee",
	seenKnownAccount:   "known_account",
	seenLearnedAccount: "learned_account",
	seenKnownMandate:   "known_mandate",
	seenLearnedMandate: "learned_mandate",
	seenCustomerNumber: "customer_number",
	seenName:           "name",
	seenNameInText:     "name_in_text",
	seenLearnedName:    "learned_name",
	seenGroup:          "group",
	seenUnknownName:    "unknown_name",
	seenOtherCustomer:  "other_customer",
	seenKnownPayer:     "known_payer",
	seenIssue:          "issue",
	seenLongAgo:        "long_ago",
	seenOtherMoney:     "other_money",
	seenQuotation:      "quotation",
	seenCreditNote:     "credit_note",
	seenStrangeWords:   "strange_words",
	seenSlip:           "slip",
	seenBatch:          "batch",
	seenBatchLacking:   "batch_lacking",
	seenSomeCheques:    "some_cheques",
	seenChequesOfDay:   "cheques_of_day",
	seenChequesUntil:   "cheques_until",
	seenAllCheques:     "all_cheques",
	seenTakings:        "takings",
	seenSlipNumber:     "slip_number",
	seenOtherSlip:      "other_slip",
	seenSlipCount:      "slip_count",
	seenOtherCount:     "other_count",
	seenDayOfTakings:   "day_of_takings",
	seenOtherDay:       "other_day",
	seenSameEndToEnd:   "same_end_to_end",
	seenSameCheque:     "same_cheque",
	seenSameMandate:    "same_mandate",
	seenSameAccount:    "same_account",
	seenSameName:       "same_name",
	seenPartial:        seenWord(ledger.Partial),
	seenOverpayment:    seenWord(ledger.Overpayment),
	seenRounding:       seenWord(ledger.Rounding),
	seenBankCharge:     seenWord(ledger.BankCharge),
	seenEarlyDiscount:  seenWord(ledger.EarlyDiscount),
	seenOtherReason:    seenWord(ledger.OtherReason),
}

// proof says what was compared.
type proof uint8

const (
	byReference proof = iota
	byAmount
	byPayer
	byAccount
	byDate
	byPurchase
	byKind
	against
)

var proofs = [...]ledger.EvidenceKind{
	byReference: ledger.ByReference, byAmount: ledger.ByAmount, byPayer: ledger.ByPayer, byAccount: ledger.ByAccount,
	byDate: ledger.ByDate, byPurchase: ledger.ByPurchase, byKind: ledger.ByKind, against: ledger.Against,
}

// where is a field of a line.
type where uint8

const (
	nowhere where = iota
	inLabel
	inRemittance
	inReference
	inEndToEnd
	inName
	inUltimate
	inAccount
	inMandate
	inAmount
	inDate
)

// ofAccount reports whether a field says from which account money came: by its number,
// or by the mandate under which it was debited.
func (f where) ofAccount() bool { return f == inAccount || f == inMandate }

var fields = [...]ledger.Field{
	inLabel: ledger.InLabel, inRemittance: ledger.InRemittance, inReference: ledger.InReference, inEndToEnd: ledger.InEndToEnd,
	inName: ledger.InName, inUltimate: ledger.InUltimate, inAccount: ledger.InAccount, inMandate: ledger.InMandate, inAmount: ledger.InAmount, inDate: ledger.InDate,
}

// gapKind is why items and what was received differ.
type gapKind uint8

const (
	noDifference gapKind = iota
	partial
	overpayment
	rounding
	bankCharge
	earlyDiscount
	otherReason
)

var differences = [...]ledger.DifferenceKind{
	noDifference: ledger.NoDifference, partial: ledger.Partial, overpayment: ledger.Overpayment, rounding: ledger.Rounding,
	bankCharge: ledger.BankCharge, earlyDiscount: ledger.EarlyDiscount, otherReason: ledger.OtherReason,
}
