// Package mt940 reads SWIFT MT940, the customer statement, in the ways in which French,
// German, Dutch and other banks write it, and MT942, the report within the day, whose
// statements are marked Interim and are never booked.
//
//	{1:F01EXAMNL2AXXXX0000000000}{2:I940EXAMNL2AXXXXN}{4:      the blocks may be missing
//	:20:STARTUMS                                               a statement begins
//	:25:FR7630006000011234567890189                            its account
//	:28C:42/1                                                  its number and page
//	:60F:C260901EUR1000,00                                     opening balance; 60M on a page that is not the first
//	:61:2609020902C250,50NTRFNONREF//BANK-7                    a line
//	:86:/EREF/FA-12/ORDP//NAME/DURAND SARL/REMI/FACTURE 12     what is known of it
//	:62F:C260902EUR1250,50                                     closing balance; 62M where a page follows
//	-}
//
// Fields are found by their tags at the start of a line, whatever surrounds the message:
// blocks, headers of the bank, a dash, nothing. What begins with a colon and is no
// field of a statement, or one that can't stand there, is text. A lone dash ends a
// message behind its closing balance; before it, it is text.
//
// # What becomes of what
//
//   - Each message is a statement; so is each page, with its own balances.
//   - The sign of a line is that of its mark: C in, D out, RC out and RD in, which both
//     take an earlier line back (Reversal). The letter of the currency behind it is read past.
//   - The booking day is the entry date, in the year in which it is nearest to the value
//     date. Without one it is the value date where that lies between the two balances,
//     else the day of the closing balance, with a warning. A 30
//     February, of banks that count 30 days a month, is its last day, with a warning; so is
//     the 31st of a shorter month in a balance.
//   - The bank's identifier is the reference behind the two slashes. The other reference is
//     the end-to-end one where :86: has none, the number of a cheque, or a word that
//     says in which part of :86: it stands.
//   - :86: is read in the way that it shows: sub-fields (?20 …, with SEPA words like SVWZ+
//     in them) of the German agreement, codes between slashes (/EREF/…) of SWIFT, Dutch
//     and French banks, the qualifiers of CFONB 120 (NPY, LCC …), words with a colon
//     (NAAM: …), or else as the bank's own words, in full.
//   - The kind of a line comes from the German business code (GVC), the words of /TRTP/,
//     or the type in :61:, in this order.
//
// A statement without a closing balance is taken with a warning where it ends like a
// message, or is the only one of a file without blocks and ends with a whole line; else it
// is cut, and the file is refused. The currency is that of the balances: without any (or, of MT942, a floor
// limit or a sum) nothing is taken.
//
// The bytes tell the character set: UTF-8, also where lines are cut within a character,
// UTF-16, else windows-1252.
//
// # Limits
//
// Those of importer.Limits, and a million statements. A file is read twice, first for the closing
// days alone; beyond a dozen bytes a statement, its length needs no memory.
//
// Sources: SWIFT Standards, category 9, MT940 and MT942; DFÜ-Abkommen of Die Deutsche
// Kreditwirtschaft, Anlage 3, chapter 8 (sub-fields of :86:, business codes); Rabobank, Format
// Description SWIFT MT940 Structured, 2013 (codes between slashes, reading of :61: without
// an entry date); CFONB, relevé de compte 120, annexes (qualifiers).
package mt940
