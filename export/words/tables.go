package words

import "lettrage/ledger"

// reason is a reason in words: for a list, in a sentence, and what a person can do.
type reason struct{ short, why, todo pair }

var reasons = map[ledger.Reason]reason{
	ledger.Sure: {pair{"sure", "à confirmer"}, pair{"nothing stands against it", "à confirmer"},
		pair{"accept it, or choose another invoice", "accepter, ou choisir une autre facture"}},
	ledger.Ambiguity: {pair{"several fit", "plusieurs conviennent"}, pair{"several explanations fit about equally well", "plusieurs explications conviennent aussi bien"},
		pair{"choose the right one", "choisir celle qui est juste"}},
	ledger.WeakEvidence: {pair{"not sure enough", "indices trop faibles"}, pair{"nothing seen makes one explanation sure enough", "aucun indice assez fort"},
		pair{"look for the invoice, or ask the customer", "chercher la facture, ou demander au client"}},
	ledger.NothingFits: {pair{"no invoice fits", "aucune facture ne convient"}, pair{"no open invoice explains this line", "aucune facture ouverte n’explique cette ligne"},
		pair{"find the invoice, which the list may lack, or book it to an account", "chercher la facture, qui manque peut-être à la liste, ou imputer à un compte"}},
	ledger.Unrecognised: {pair{"payer not confirmed", "payeur non confirmé"},
		pair{"amount and date fit, but neither the invoice numbers nor a payer known for sure confirm it; these alone book nothing",
			"montant et date conviennent, mais ni les numéros ni un payeur reconnu à coup sûr ne le confirment\u202f; seuls, ils ne suffisent jamais"},
		pair{"see who pays, then accept or choose", "voir qui paie, puis accepter ou choisir"}},
	ledger.OtherMoney: {pair{"other words in the text", "le texte parle d’autre chose"}, pair{"the text speaks of money that pays no invoice: a refund, a loan, a salary…", "le texte parle d’autre chose que d’une facture\u00a0: remboursement, prêt, salaire…"},
		pair{"read the text, then accept, or book it to an account", "lire le texte, puis accepter, ou imputer à un compte"}},
	ledger.QuotePaid: {pair{"deposit on a quotation?", "acompte sur devis\u202f?"}, pair{"the text speaks of a deposit on a quotation", "le texte parle d’un acompte sur devis"},
		pair{"issue the deposit invoice and match again, or choose", "établir la facture d’acompte et relancer le rapprochement, ou choisir"}},
	ledger.BeforeIssue: {pair{"paid before its invoice", "payé avant la facture"}, pair{"the payment is older than the invoice, and does not name it in full", "le règlement est plus ancien que la facture, et ne la nomme pas en entier"},
		pair{"see whether it pays an earlier invoice", "voir s’il ne règle pas une facture plus ancienne"}},
	ledger.StrangeWords: {pair{"unknown words in the text", "mots inconnus"}, pair{"amount and payer fit, but the text names no invoice and says something that the program does not know", "montant et payeur conviennent, mais le texte ne nomme aucune facture et dit autre chose, que le programme ne connaît pas"},
		pair{"read the text, then accept or choose", "lire le texte, puis accepter ou choisir"}},
	ledger.Contradiction: {pair{"text and rest disagree", "indices contraires"}, pair{"the text names one invoice, and the rest points to another", "le texte nomme une facture, le reste en désigne une autre"},
		pair{"read the text, then choose", "lire le texte, puis choisir"}},
	ledger.FitsElsewhere: {pair{"fits another invoice", "convient à une autre facture"}, pair{"the amount is just what another invoice of the payer has open", "le montant est exactement celui d’une autre facture du payeur"},
		pair{"choose the right one", "choisir celle qui est juste"}},
	ledger.OtherPayer: {pair{"another customer pays", "payé par un autre client"}, pair{"the amount differs from the invoice's, and the payer's name is another customer's", "le montant diffère de celui de la facture, et le nom du payeur est celui d’un autre client"},
		pair{"see who pays for whom, then choose", "voir qui paie pour qui, puis choisir"}},
	ledger.DuplicatePay: {pair{"paid twice?", "payé deux fois\u202f?"}, pair{"probably the same payment a second time", "sans doute le même règlement une seconde fois"},
		pair{"refund it, or leave it to the customer's credit", "rembourser, ou laisser en avoir au client"}},
	ledger.NotListed: {pair{"names an unknown invoice", "facture inconnue"}, pair{"the invoice that it names is not in the list", "la facture nommée n’est pas dans la liste"},
		pair{"import the invoice, then match again", "importer la facture, puis relancer le rapprochement"}},
	ledger.AlreadyPaid: {pair{"names a paid invoice", "facture déjà réglée"}, pair{"the invoice that it names is settled already", "la facture nommée est déjà réglée"},
		pair{"paid twice? see the customer's account", "double règlement\u202f? voir le compte du client"}},
	ledger.Competing: {pair{"another line fits as well", "un autre règlement convient"}, pair{"another line fits the same invoice as well", "un autre règlement convient aussi bien à la même facture"},
		pair{"decide both together", "décider des deux ensemble"}},
	ledger.UnexplainedSum: {pair{"amount not explained", "écart inexpliqué"}, pair{"the amount differs, for no reason that the terms or the text give", "l’écart de montant n’a pas de raison admise"},
		pair{"name the difference, or leave a rest open", "nommer l’écart, ou laisser un reste dû"}},
	ledger.NeedsDetail: {pair{"its slip is needed", "bordereau manquant"}, pair{"a deposit or a batch without its list", "remise sans son détail"},
		pair{"ask the bank for the slip", "demander le bordereau à la banque"}},
	ledger.NoSuchPayment: {pair{"payment not found", "règlement introuvable"}, pair{"a payment comes back, and the books hold none of this invoice and amount", "un règlement revient, et les livres n’en ont aucun de cette facture et de ce montant"},
		pair{"decide the line of the payment first: a batch may hold it", "décider d’abord de la ligne du règlement\u00a0: une remise le contient peut-être"}},
	ledger.ForeignMoney: {pair{"other currency, no rate", "autre devise"}, pair{"the line is in another currency than the books", "la ligne est dans une autre devise que les livres"},
		pair{"it waits for a rate, and is not booked", "elle attend un cours\u202f; elle n’est pas comptabilisée"}},
	ledger.HeldDuplicate: {pair{"same bank line twice?", "ligne prise deux fois\u202f?"}, pair{"the same line may be in the books already", "la même ligne est peut-être déjà dans les livres"},
		pair{"compare it with the line that was taken; this one is not booked", "comparer avec la ligne déjà prise\u202f; celle-ci n’est pas comptabilisée"}},
	ledger.Refused: {pair{"proposals refused", "propositions refusées"}, pair{"a person refused what was proposed", "propositions refusées"},
		pair{"name the invoice or the account", "nommer la facture ou le compte"}},
	ledger.Accepted: {pair{"accepted", "acceptée"}, pair{"a person accepted it", "acceptée par une personne"}, pair{}},
	ledger.Chosen:   {pair{"chosen by hand", "choisie"}, pair{"a person chose the invoices", "choisie par une personne"}, pair{}},
	ledger.Booked:   {pair{"booked by hand", "imputée"}, pair{"a person named the account", "imputée par une personne"}, pair{}},
}

var classes = map[ledger.Class]pair{
	ledger.CustomerPayment:  {"customer payment", "règlement d’un client"},
	ledger.PaymentReturned:  {"payment that comes back", "règlement revenu impayé"},
	ledger.Unlisted:         {"customer payment, invoice not in the book", "règlement d’un client, facture inconnue"},
	ledger.ChequesDeposited: {"cheque deposit", "remise de chèques"},
	ledger.DebitsCollected:  {"direct debit batch", "remise de prélèvements"},
	ledger.CardsPaidOut:     {"card payout", "remise de cartes"},
	ledger.BankFee:          {"bank fee", "frais bancaires"},
	ledger.BankInterest:     {"interest", "intérêts bancaires"},
	ledger.Refund:           {"refund", "remboursement"},
	ledger.OwnTransfer:      {"own account", "virement interne"},
	ledger.Unrelated:        {"no customer's payment", "pas un règlement de client"},
	ledger.Duplicate:        {"duplicate", "doublon"},
}

var differences = map[ledger.DifferenceKind]pair{
	ledger.NoDifference:  {},
	ledger.Partial:       {"part payment", "règlement partiel"},
	ledger.BankCharge:    {"charges kept back on the way", "frais retenus en route"},
	ledger.EarlyDiscount: {"early-payment discount", "escompte"},
	ledger.Rounding:      {"rounding", "arrondi"},
	ledger.Overpayment:   {"overpayment", "trop-perçu"},
	ledger.OtherReason:   {"difference of unknown reason", "écart sans raison connue"},
}

// phrase says an evidence; con, when there is one, says it where it counts against.
type phrase struct{ pro, con pair }

// hows are the words for how an evidence was seen, the matcher's closed list.
var hows = map[string]phrase{
	"full":            {pro: pair{"the whole number is there", "numéro complet lu"}},
	"short":           {pro: pair{"a part of the number is there", "numéro abrégé lu"}},
	"repaired":        {pro: pair{"the number is there, a letter misread for a digit", "numéro lu, une lettre prise pour un chiffre"}},
	"typo":            {pro: pair{"a number one slip away from it is there", "numéro lu à une faute près"}},
	"order":           {pro: pair{"the order number is there", "numéro de commande lu"}},
	"credit_note":     {pro: pair{"a credit note is spoken of, and one is taken off", "le texte parle d’un avoir, et un avoir est déduit"}},
	"exact":           {pro: pair{"the amount, to the cent", "montant exact"}},
	"sum":             {pro: pair{"the sum of the amounts, to the cent", "somme exacte"}},
	"partial":         {pro: pair{"a part of the amount", "une partie du montant"}},
	"overpayment":     {pro: pair{"more than the amount", "plus que le montant"}},
	"rounding":        {pro: pair{"the amount but for rounding", "montant à un arrondi près"}},
	"bank_fee":        {pro: pair{"the amount less charges", "montant moins des frais"}},
	"discount":        {pro: pair{"the amount less the discount", "montant moins l’escompte"}},
	"other":           {pro: pair{"another amount", "autre montant"}},
	"name":            {pro: pair{"the customer's name", "nom du client"}, con: pair{"hardly the customer's name", "nom peu semblable à celui du client"}},
	"name_in_text":    {pro: pair{"the customer's name stands in the text", "nom du client lu dans le texte"}},
	"learned_name":    {pro: pair{"a name that paid for this customer before", "nom déjà vu pour ce client"}},
	"known_account":   {pro: pair{"an account of this customer", "compte du client connu"}},
	"learned_account": {pro: pair{"an account that paid for this customer before", "compte déjà vu pour ce client"}},
	"customer_number": {pro: pair{"the customer's number is there", "numéro de client lu"}},
	"group":           {pro: pair{"a customer of the same group pays", "client du même groupe"}},
	"issue":           {pro: pair{"the day or month of issue is named", "date d’émission nommée"}, con: pair{"the dates do not agree", "dates en désaccord"}},
	"names_other":     {pro: pair{"the text names another invoice", "le texte nomme une autre facture"}},
	"names_unlisted":  {pro: pair{"the text names an invoice that the book lacks", "le texte nomme une facture absente de la liste"}},
	"other_customer":  {pro: pair{"the payer's name is another customer's", "le nom est celui d’un autre client"}},
	"unknown_name":    {pro: pair{"the payer's name is not the customer's", "nom du payeur inconnu"}},
	"known_payer":     {pro: pair{"the payer is a customer", "le payeur est un client"}},
	"other_money":     {pro: pair{"words for a refund, a loan, a salary…", "mots d’un remboursement ou d’un prêt"}},
	"quotation":       {pro: pair{"a quotation, no invoice", "devis et non facture"}},
	"strange_words":   {pro: pair{"words that nobody knows", "mots sans rapport"}},
}

// kinds stand for a how that has no words.
var kinds = map[ledger.EvidenceKind]pair{
	ledger.ByReference: {"a number was read", "numéro lu"},
	ledger.ByAmount:    {"amount", "montant"},
	ledger.ByPayer:     {"the payer's name", "nom du payeur"},
	ledger.ByAccount:   {"the payer's account", "compte du payeur"},
	ledger.ByDate:      {"date of issue", "date d’émission"},
	ledger.ByPurchase:  {"an order number was read", "numéro de commande lu"},
	ledger.ByKind:      {"the kind of the line", "nature de l’opération"},
	ledger.Against:     {"something against it", "indice contraire"},
}

var fields = map[ledger.Field]pair{
	ledger.InLabel:      {"the bank's label", "le libellé"},
	ledger.InRemittance: {"the remittance", "le motif"},
	ledger.InReference:  {"the reference", "la référence"},
	ledger.InEndToEnd:   {"the end-to-end id", "la référence de bout en bout"},
	ledger.InName:       {"the payer's name", "le nom du payeur"},
	ledger.InUltimate:   {"the ultimate payer's name", "le nom du débiteur final"},
	ledger.InAccount:    {"the payer's account", "le compte du payeur"},
	ledger.InAmount:     {"the amount", "le montant"},
	ledger.InDate:       {"the date", "la date"},
	ledger.InCode:       {"the bank's code", "le code de la banque"},
}

// codes are what explanations compare, why an invoice cannot be meant, and what would change a decision.
var codes = map[string]pair{
	"prior":     {"before the line is read", "avant de lire la ligne"},
	"choice":    {"choice of just these invoices", "choix de ces factures-là"},
	"reference": {"numbers", "numéros"},
	"amount":    {"amount", "montant"},
	"payer":     {"payer", "payeur"},
	"date":      {"dates", "dates"},
	"words":     {"words", "mots"},

	"unknown":    {"the book has no invoice of this number", "les livres n’ont pas de facture de ce numéro"},
	"settled":    {"it is settled already", "elle est déjà réglée"},
	"cancelled":  {"it is cancelled", "elle est annulée"},
	"currency":   {"it is in another currency than the line", "elle est dans une autre devise que la ligne"},
	"sign":       {"money goes the other way: a credit note is only taken off an invoice, and a return gives back no more than was invoiced", "l’argent va dans l’autre sens\u00a0: un avoir ne peut qu’être déduit d’une facture, et un impayé ne rend pas plus que le montant facturé"},
	"not_return": {"money goes out, and the line is no payment that comes back", "l’argent sort, et la ligne n’est pas un règlement qui revient"},

	"more_bits":     {"its evidence weighed more by", "ses indices pesaient davantage, de"},
	"named":         {"the text named", "le texte nommait"},
	"named_alone":   {"the text named nothing but", "le texte ne nommait que"},
	"payer_known":   {"the payer were known to be", "le payeur était connu pour être"},
	"amount_equal":  {"the line were of", "la ligne était de"},
	"rival_settled": {"these were settled:", "étaient réglées\u00a0:"},
	"other_words":   {"the text did not say", "le texte ne disait pas"},
	"line_decided":  {"the other lines were decided otherwise", "les autres lignes étaient décidées autrement"},
}
