// Package ofx reads OFX: 1.x (SGML, elements unclosed), 2.x (XML), and what is the
// same under other names (QFX, QBO), of banks, of cards, and the cash of investment accounts.
//
//	OFXHEADER:100 …
//	<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
//	<BANKACCTFROM><BANKID>30004<BRANCHID>00123<ACCTID>00001234567<ACCTTYPE>CHECKING</BANKACCTFROM>
//	<BANKTRANLIST><DTSTART>20260101<DTEND>20260131
//	<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105<TRNAMT>1234,56<FITID>A1<NAME>DURAND SARL<MEMO>FACT 12</STMTTRN>
//	</BANKTRANLIST><LEDGERBAL><BALAMT>2000.00<DTASOF>20260131</LEDGERBAL></STMTRS> …
//
// What banks write is seldom what the specification says. A file goes through a
// tolerant reader, which
//
//   - trusts the bytes for the character set, then the header, then windows-1252;
//   - knows the aggregates by name, closes what is left open, and ignores what it does not know;
//   - reads amount, days and type of every transaction itself, and notes all that are
//     wrong with the line where they stand;
//   - writes the texts of the transactions as closed XML, in documents of at most a
//     thousand of them, all with the same envelope, that github.com/aclindsa/ofxgo decodes.
//
// So the memory is the same for a file of any size (some 40 MiB), a fault has the line
// on which it stands and hides no other, and ofxgo gets what it reads fast and well.
//
// The limits are those of importer.Limits. What is known nests in eight levels whatever a
// file does, and what is unknown does not nest, so that Depth is never reached; entities are not
// defined by a file, so that none is the beginning of many.
//
// # What ofxgo can't carry
//
// Of a transaction ofxgo (v0.1.3) decodes FITID, SRVRTID, REFNUM, CHECKNUM, NAME, PAYEE/NAME,
// EXTDNAME, BANKACCTTO, CCACCTTO and MEMO. All else is read here, because it would be lost on the way:
//
//   - Amounts. To ofxgo a missing one is zero; it reads 1/3, 1e3 and 0x10, and 1,234 as 1.234.
//     Here they go from their text to whole minor units. The decimal mark is a point or a
//     comma, thousands may be grouped; 1.234 can be read in two ways and is refused. More
//     decimals than the currency has are rounded, half away from zero, with a warning a line.
//   - Days. To ofxgo a missing one is in the year 1, and one without a zone is of Greenwich.
//     Here a day is the calendar day as written, whatever the hour and the zone beside it.
//   - Where a line stands. ofxgo gives no position, refuses a whole file for one field, and
//     says nothing of a transaction that it loses, as it does where </STMTTRN> is missing.
//   - Elements that are not in the specification: VALUEDATE; and those behind an unknown one.
//   - A NAME or a MEMO that stands twice: ofxgo keeps the last, here they are put together.
//   - Any other character set than UTF-8, entities of HTML, a header that is not quite right.
//   - Accounts, periods, balances and currencies are read here because they must be known
//     before the first thousand lines are.
//
// The number of transactions that ofxgo returns is compared with the number that was handed to it.
//
// # What is made of the rest
//
// The elements of a statement may stand in any order; where lines come before the currency or
// the account, the file is read through for these first. A statement is of one account.
//
// The sign is that of TRNAMT; a TRNTYPE that contradicts it is a warning. FITID is kept as
// the bank writes it: which lines are the same when a bank reuses or renumbers it is
// decided in ledger/store. Check digits of an IBAN or a RIB that are wrong are a
// warning, and the account is known by the number as written.
//
// The closing balance is LEDGERBAL; OFX states no opening balance. One that can't be
// read is left out, with a warning. A statement
// covers whole the days from DTSTART to DTEND, or to the day before the file was
// made (DTSERVER) where that is earlier: what is posted later that day is not in it. A
// line with CURRENCY stays in the account's currency, with a warning where they differ;
// under ORIGCURRENCY the bank has converted the amount. A file without CURDEF is taken in the currency of its lines, else in
// euros, with a warning. Pending transactions (BANKTRANLISTP), what an investment
// account bought and sold, and loans (LOANSTMTRS) are no lines of a bank account.
//
// NAME and MEMO become the other party's name, what it wrote (Remittance) and the
// bank's own words (Label). CHECKNUM is the number of a cheque on a line about one;
// elsewhere banks put a reference of their own there, which is left out. REFNUM and
// SRVRTID stand in for a FITID that is missing.
//
// Source: OFX 1.6 and 2.2, sections 2 (structure), 3.2 (types), 5.2 (currency), 11
// (banking), 13 (investments).
package ofx
