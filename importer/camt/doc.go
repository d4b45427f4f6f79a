// Package camt reads the bank's messages of ISO 20022: camt.053, the statement, and
// camt.052 and camt.054, the report within the day and the notice, whose statements
// are marked Interim and are never booked.
//
// All versions from .001.01 on are read by one shape: an element is known by its
// local name, whatever its namespace and prefix, and some may stand in more than one
// place (Dbtr/Nm up to .07, Dbtr/Pty/Nm since). An envelope with a business header
// (AppHdr) is read past. The text is read as a stream: of a file of any length, one
// entry with its payments is in memory.
//
//	Document ─ BkToCstmrStmt ─ Stmt ─┬─ Acct, Bal, FrToDt, TxsSummry ─▶ ledger.Statement
//	                                 └─ Ntry ─ NtryDtls ─ TxDtls     ─▶ ledger.Transaction, Detail
//
// # What becomes of what
//
//   - An entry is one line. Its sign is that of CdtDbtInd; RvslInd says that it takes
//     an earlier line back and leaves the sign alone.
//   - One payment in an entry is the payment of the line; several are its details
//     where they sum up to it. Where they don't, they are left out with a warning, and
//     their texts and references stay as those of the line.
//   - The other side of money that comes in is the debtor, of money that goes out the
//     creditor. Of a reversal or a return it is that of the original payment.
//   - Booked entries are lines; pending ones and informations (Sts PDNG, INFO, FUTR)
//     are not, nor those of a status that is not known, save in an interim statement, of
//     which nothing is booked anyway. An entry without a status is booked.
//   - Opening balance: OPBD, else PRCD; closing: CLBD; 010 and 015 of BAI2 are the
//     same. A page of several begins or ends with ITBD, or with one that is said to be
//     intermediate (SubTp INTM), where its lines lead from the one to the other.
//     Balances of what is available say nothing of what is booked and are left out.
//   - What is kept back on the way is Chrgs, what the payer sent is InstdAmt; of the
//     exchange between them the amounts are read, not the rate.
//   - References of the remittance are CdtrRefInf and the numbers of RfrdDocInf.
//   - An IBAN of the other side with wrong check digits is kept, with a warning.
//   - The bank's identifier of a line is the entry's AcctSvcrRef, else that of its only
//     payment. NtryRef counts the lines of one statement in many banks, and is none.
//
// # Limits
//
// Those of importer.Limits, MaxAmount of ledger, and 100,000 payments or 64 times
// LineBytes of text in one entry. Of the XML standard only what messages use is read;
// see scanner. An amount is read digit by digit into minor units; no float is near.
//
// # Source
//
// ISO 20022, message definitions camt.052, camt.053 and camt.054, .001.01 to
// .001.14, and its external code sets: entry status, balance type and sub-type, bank
// transaction code, return reason. For France: CFONB, relevé de compte sur support
// informatique, the interbank codes under Prtry.
package camt
