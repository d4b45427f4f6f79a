// Package csv reads the CSV exports of banks. How a bank writes them is data: a
// profile, one file in the folder profiles. To add a bank's CSV is to add that file
// and a sample with its golden in fixtures/csv; no code.
//
// # A profile, line by line
//
// The export of an invented bank begins
//
//	Compte 30006 00001;;;;;;
//	Solde au 31/03/2026 : 1 234,56;;;;;;
//	Date;Valeur;Opération;Libellé;Débit;Crédit;Pointé
//	31/03/2026;31/03/2026;VIR;MAISON PERROT F-88;;310,00;non
//
// and profiles/invented.toml says how to read it:
//
//	title     = "Banque inventée"        # for people
//	separator = ";"                      # of ; , | and tab; several: any of them
//	dates     = ["DD/MM/YYYY"]           # forms of days, tried in this order
//	decimal   = ","                      # the other mark may part thousands when it says so:
//	thousands = "."                      # of . , '; blanks of all kinds are always read
//	currency  = "EUR"                    # of a file that names none
//	sign      = "in"                     # what a positive amount is; "out" in lists of card payments
//	optional  = ["value"]                # columns that may be missing
//	ignore    = ["Pointé"]               # columns without a use
//	preamble  = ['^Compte (?P<account>NUMBER)']
//
//	[columns]                            # role = header words
//	date   = "Date | Date comptable"     # one word or the other
//	value  = "Valeur"
//	label  = "Opération + Libellé"       # two columns that are read as one
//	debit  = "Débit"                     # money out, whatever its sign
//	credit = "Crédit"
//
//	[rows]                               # beginnings of labels of rows that are no movements
//	opening = ["Ancien solde"]           # the balance before the first line
//	closing = ["Nouveau solde"]          # the balance after the last
//	ignore  = ["Total des mouvements"]
//
//	[kinds]                              # kind of movement, by what the column code has
//	transfer = ["VIR"]
//
//	[tags]                               # what stands behind a tag of a label, beside those of words.toml
//	name = ["DE"]                        # "VIR SEPA RECU /DE MAISON PERROT /MOTIF F-88", see label.go
//
// A form of days has DD, MM or MMM (the name of a month, in any of the languages of months.go),
// and YYYY or YY. Words are compared without case, accents and punctuation. The roles are date,
// value, label, remittance, reference, name, payer, payee, party_account, end_to_end, mandate,
// cheque, code, amount, debit, credit, side, fee, balance, currency, account,
// status, charges, same; role.go says what each is. A profile has date, and amount or
// debit and credit, and a currency or a column with it. Where both amount and debit and
// credit are there, each row has to say the same twice.
//
// Further keys:
//
//	[sides]   in = ["C"], out = ["D"]    # words of the column side, when amounts have no sign
//	          blank = "out"              # what a blank means there
//	[status]  booked, pending, void      # words of the column status; only booked rows are lines
//	footer    like preamble, for lines below the table
//	headless  = true                     # no header: columns are numbers, and the first line is one of the preamble's
//	open      = true                     # the header may have columns that the profile does not know
//	generic   = true                     # of no bank in particular: a file whose rows do not fit may be something else
//	asked     = true                     # only when the user names it, with --as csv:NAME
//	common    = true                     # words for sides, states, balances and totals that banks have in common count too
//	remarks   = true                     # rows without an amount are left out, and told
//	continued = true                     # a label may go on in rows that have nothing else
//	interim   = true                     # the bank has it all again in its statement: read, never booked
//
// Patterns are regular expressions without case, over the cells of a line joined by
// ';'. Their groups account, bank, branch, currency, opening, balance, day, from and to
// are what they find; DATE, AMOUNT and NUMBER stand for a day, an amount and the
// number of an account. words.toml has those that all profiles share. An IBAN with
// right check digits above the table is always the account.
//
// # Which profile
//
// A profile fits when its columns are all in the header and the header has none that
// the profile does not know: what nobody knows may change what the rest means. Of several the one that
// knows most words is taken. When none fits, the file is read by a guess, with a warning of kind
// "guessed" that says which columns were taken for what: header words that all banks share
// (words.toml), whole, beside a stroke or among others, where the cells can have their role, else the cells
// alone (columns.go); a text that nobody knows is kept in the label where it may say what was paid. All readings are
// tried on all rows, and those of which more is proven displace the others (settle.go): a running
// balance that leads from row to row proves sides and order, days over 12, days in order or the period above the
// table prove the order of day and month. A file that can still be read in several ways, such as
// one in which 03/04 is never disproved to be a day of March, or of which no amount has a sign, is refused with kind
// importer.AmbiguousProfile, and the hint names the profiles that can read it when the
// user chooses one. In a guessed file rows without a day and an amount are left out, with a
// warning of kind "skipped", and a label may go on in rows that have nothing else.
//
// Tables that are no text, such as a sheet of a workbook, are read in the same way: ReadRows.
//
// # What is sent
//
// One statement for each account and currency, 50 at most, its lines oldest first: a
// file that its running balances, or else its days, show to be newest first is sent from
// its end, and its lines are held in memory for that; of other files no line is held. The file is
// read twice: all bad rows are reported, importer.MaxErrors at most, before a line is sent.
//
// Balances are those above or below the table, of rows of their own, or those to
// which the column of running balances leads, when it does from row to row. Whole
// is the period that the file states, less its last day when the balance is of that day,
// on which the export was made; else the days between the first line's and the last
// line's, for an export may begin and end within a day. It ends before the first day
// with a line that is still pending.
//
// Labels are kept whole, on one line. A kind is taken from the first words of a label
// only where they can mean one thing in a French bank (kind.go); payer, text, end-to-end
// reference and mandate from behind its tags (label.go).
//
// # Limits
//
// importer.Limits: LineBytes bounds a line and a row, FieldBytes a text that is kept,
// Lines the lines of a file. A header stands among the first 60 rows.
//
// Sources: exports of the banks named in profiles, as public parsers and samples
// show them (2019 to 2026); RFC 4180 for quoting. No bank publishes a specification.
package csv
