package ofx

import "bytes"

// element is a name that the reader knows.
type element uint8

const (
	unknown element = iota

	// Aggregates, with their place in the nesting in levels.
	root
	messageSet
	response // STMTTRNRS and its like
	signon
	status
	bankStatement
	cardStatement
	investStatement
	accountFrom
	tranList
	ledgerBalance
	ignored // known and of no use: AVAILBAL, BALLIST, INVPOSLIST, …
	investTran
	transaction
	payee
	bankAccountTo
	cardAccountTo
	currency
	origCurrency
	image

	// Leaves.
	otherLeaf // known and of no use
	trnType
	dtPosted
	dtUser
	dtAvail
	valueDate
	trnAmt
	fitID
	correctFitID
	correctAction
	srvrTID
	checkNum
	refNum
	name
	extdName
	memo
	bankID
	branchID
	acctID
	acctKey
	brokerID
	curDef
	curSym
	dtStart
	dtEnd
	balAmt
	dtAsOf
	dtServer
	code
	severity
)

// level is how deep an aggregate stands. The start of one closes all open ones of its
// own level and deeper: so a missing end tag loses nothing.
var level = [...]int8{
	root: 1, messageSet: 2, response: 3, signon: 3, status: 4, bankStatement: 4, cardStatement: 4, investStatement: 4,
	accountFrom: 5, tranList: 5, ledgerBalance: 5, ignored: 5, investTran: 6, transaction: 7,
	payee: 8, bankAccountTo: 8, cardAccountTo: 8, currency: 8, origCurrency: 8, image: 8,
	severity: 0, // so that the table covers all elements
}

func (e element) aggregate() bool { return level[e] > 0 }

func (e element) statement() bool {
	return e == bankStatement || e == cardStatement || e == investStatement
}

// text reports whether people write the value of a leaf as they like.
func (e element) text() bool { return e == name || e == memo || e == extdName }

// within reports whether a leaf may stand in an aggregate of a statement; another one shows
// that the aggregate was left open.
func (e element) within(a element) bool {
	switch a {
	case transaction:
		return e != dtStart && e != dtEnd && e != curDef
	case accountFrom, tranList, ledgerBalance:
		return e != curDef
	case payee:
		return e == name || e == otherLeaf || e == unknown
	case bankAccountTo, cardAccountTo:
		return e == bankID || e == branchID || e == acctID || e == acctKey || e == brokerID || e == otherLeaf || e == unknown
	case currency, origCurrency:
		return e == curSym || e == otherLeaf || e == unknown
	case image:
		return e == otherLeaf || e == unknown
	}
	return true
}

var elements = map[string]element{
	"OFX": root, "SONRS": signon, "STATUS": status,
	"STMTTRNRS": response, "CCSTMTTRNRS": response, "INVSTMTTRNRS": response,
	"STMTRS": bankStatement, "CCSTMTRS": cardStatement, "INVSTMTRS": investStatement,
	"BANKACCTFROM": accountFrom, "CCACCTFROM": accountFrom, "INVACCTFROM": accountFrom,
	"BANKTRANLIST": tranList, "INVTRANLIST": tranList, "LEDGERBAL": ledgerBalance,
	"AVAILBAL": ignored, "BALLIST": ignored, "BANKTRANLISTP": ignored, "INVPOSLIST": ignored, "INVBAL": ignored,
	"INVOOLIST": ignored, "INV401K": ignored, "INV401KBAL": ignored, "REWARDINFO": ignored,
	"INVBANKTRAN": investTran, "STMTTRN": transaction,
	"PAYEE": payee, "EXTDPAYEE": payee, "BANKACCTTO": bankAccountTo, "CCACCTTO": cardAccountTo,
	"CURRENCY": currency, "ORIGCURRENCY": origCurrency, "IMAGEDATA": image,

	"TRNTYPE": trnType, "DTPOSTED": dtPosted, "DTUSER": dtUser, "DTAVAIL": dtAvail, "VALUEDATE": valueDate, "DTVALUE": valueDate,
	"TRNAMT": trnAmt, "FITID": fitID, "CORRECTFITID": correctFitID, "CORRECTACTION": correctAction, "SRVRTID": srvrTID,
	"CHECKNUM": checkNum, "REFNUM": refNum, "NAME": name, "EXTDNAME": extdName, "MEMO": memo,
	"BANKID": bankID, "BRANCHID": branchID, "ACCTID": acctID, "ACCTKEY": acctKey, "BROKERID": brokerID,
	"CURDEF": curDef, "CURSYM": curSym, "DTSTART": dtStart, "DTEND": dtEnd, "BALAMT": balAmt, "DTASOF": dtAsOf,
	"DTSERVER": dtServer, "CODE": code, "SEVERITY": severity,

	"ACCTTYPE": otherLeaf, "CURRATE": otherLeaf, "SIC": otherLeaf, "PAYEEID": otherLeaf, "INV401KSOURCE": otherLeaf,
	"ADDR1": otherLeaf, "ADDR2": otherLeaf, "ADDR3": otherLeaf, "CITY": otherLeaf, "STATE": otherLeaf, "POSTALCODE": otherLeaf,
	"COUNTRY": otherLeaf, "PHONE": otherLeaf, "TRNUID": otherLeaf, "CLTCOOKIE": otherLeaf, "LANGUAGE": otherLeaf,
	"MESSAGE": otherLeaf, "MKTGINFO": otherLeaf, "SUBACCTFUND": otherLeaf, "DTPROFUP": otherLeaf, "DTACCTUP": otherLeaf,
	"IMAGETYPE": otherLeaf, "IMAGEREF": otherLeaf, "IMAGEREFTYPE": otherLeaf, "IMAGEDELAY": otherLeaf, "DTIMAGEAVAIL": otherLeaf,
	"IMAGETTL": otherLeaf, "CHECKSUP": otherLeaf,
}

// elementOf returns the element of a name in capitals. Message sets and responses
// that hold no statement are known by the ends of their names.
func elementOf(name []byte) element {
	if e, ok := elements[string(name)]; ok {
		return e
	}
	switch {
	case bytes.Contains(name, []byte("MSGSRSV")):
		return messageSet
	case bytes.HasSuffix(name, []byte("TRNRS")):
		return response
	}
	return unknown
}
