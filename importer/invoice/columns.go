package invoice

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func number[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }

// kind is one of the two lists.
type kind struct {
	name    string
	columns []column
	strong  map[string]meaning // of a heading that means one column
	weak    map[string][]int   // columns that a heading may mean
}

// meaning is what a heading says.
type meaning struct {
	column   int
	dayFirst bool // it is of a language in whose countries nobody writes the month first
}

// newKind makes the index of a kind's headings.
func newKind(name string, columns ...column) *kind {
	k := &kind{name, columns, make(map[string]meaning), make(map[string][]int)}
	for c, col := range columns {
		if col.own {
			continue
		}
		for _, h := range strings.Split(col.weak, "|") {
			k.weak[h] = append(k.weak[h], c)
		}
		canonical := strings.ReplaceAll(col.name, "_", " ")
		if !heading(col.weak, canonical) { // "number" beside "invoice number"
			k.strong[canonical] = meaning{column: c}
		}
		for _, h := range strings.Split(col.en, "|") {
			k.strong[h] = meaning{column: c}
		}
		for _, h := range strings.Split(col.fr+"|"+col.eu, "|") {
			k.strong[h] = meaning{column: c, dayFirst: true}
		}
	}
	delete(k.strong, "")
	delete(k.weak, "")
	return k
}

// column is what a list may say. Headings are folded (see fold) and separated by '|'.
type column struct {
	name   string // the canonical name, which a file may use as well
	weight int    // how much its presence says that the file is such a list
	en, fr string // headings that mean this column and nothing else
	eu     string // the same in languages of France's neighbours
	own    bool   // only a profile has it
	weak   string // headings that mean it where no other heading does, in either language
}

// invoices are the columns of a list of open items.
var invoices = newKind("invoices", []column{
	{name: "number", weight: 1, eu: "rechnungsnummer|rechnungsnr|rechnung nr|rechnungs nr|belegnummer|belegnr|factuurnummer|factuur nr|numero de factura|numero fattura|num fattura", en: "invoice number|invoicenumber|inv no|invoice no|invoice id|document number|document no",
		fr:   "numero de facture|numero facture|num facture|n facture|n fact|n de facture|no facture|no de facture|numero de piece|numero piece|n de piece|n piece|no piece|numero de document|n document|n de document|numero du document|piece",
		weak: "number|numero|n|no|num|invoice|facture|document"},
	{name: "type", eu: "belegart|rechnungsart|documenttype", en: "document type|invoice type|transaction type", fr: "type de document|type document|type de piece|type de facture|type facture|nature"},
	{name: "customer_id", weight: 1, eu: "kundennummer|kundennr|kunden nr|debitorennummer|klantnummer|debiteurnummer|codice cliente|codigo cliente", en: "customer number|customer no|customer code|client id|client code|client number|account code",
		fr:   "code client|numero client|numero de client|n client|n de client|no client|id client|identifiant client|compte client|code tiers|compte tiers|compte auxiliaire|numero de tiers",
		weak: "code|compte"},
	{name: "customer_name", weight: 1, eu: "kunde|kundenname|debitor|klant|klantnaam|cliente", en: "contactname|contact name|customer display name|client name|bill to", fr: "nom client|nom du client|raison sociale|raison sociale client|intitule client|nom tiers|nom du tiers|intitule du tiers|denomination|nom ou raison sociale",
		weak: "contact|customer|client|name|nom|societe|tiers|company|intitule"},
	{name: "issue_date", weight: 2, eu: "rechnungsdatum|belegdatum|factuurdatum|fecha de factura|fecha factura|data fattura", en: "invoice date|invoicedate|issued|issued on|date issued|document date",
		fr: "date d emission|date emission|emission|emise le|date de facture|date facture|date de la facture|date de facturation|date de piece|date piece|date de document|date du document|date document", weak: "date|date utc"},
	{name: "due_date", weight: 2, eu: "falligkeit|falligkeitsdatum|fallig am|fallig|vervaldatum|fecha de vencimiento|vencimiento|scadenza|data scadenza", en: "duedate|due date utc|due|due on|payment due|date due", fr: "echeance|date d echeance|date echeance|date de l echeance|date limite de paiement|a payer avant le"},
	{name: "currency", eu: "wahrung|munt|divisa", en: "currency code|ccy", fr: "devise|code devise|monnaie"},
	{name: "total", weight: 1, eu: "bruttobetrag|rechnungsbetrag|gesamtbetrag|betrag brutto|brutto|totaal incl btw|totaal inclusief btw|importe total|totale fattura", en: "total price incl tax|total incl tax|total including tax|total incl vat|amount incl vat|amount including tax|gross amount|invoice total|total amount",
		fr: "montant ttc|total ttc|ttc|montant total ttc|montant facture|montant de la facture|total de la facture", weak: "total|amount|montant|montant total"},
	{name: "open_amount", weight: 2, eu: "offener betrag|offen|offener saldo|restbetrag|openstaand|openstaand bedrag|importe pendiente|pendiente|importo residuo", en: "invoiceamountdue|amount remaining|unpaid|balance due|outstanding|outstanding amount|amount outstanding|remaining|remaining amount|open balance|unpaid amount",
		fr:   "reste a payer|reste a payer ttc|reste du|solde du|montant restant|montant restant du|restant du|montant du|reste a regler|reste a encaisser|montant ouvert|solde restant",
		weak: "amount due|open|balance|solde"},
	{name: "status", weight: 1, eu: "zahlungsstatus|rechnungsstatus", en: "payment status|invoice status", fr: "statut|statut de paiement|statut paiement|etat de paiement|etat du paiement|statut de la facture|etat de la facture", weak: "state|etat"},
	{name: "customer_reference", weight: 1, eu: "bestellnummer|ihre referenz", en: "customer ref|purchase order|purchase order number|po number|po|order number|order reference|your reference",
		fr: "reference client|ref client|reference du client|bon de commande|n bon de commande|numero de commande|n de commande|n commande|commande|commande client|votre reference|reference commande|reference de commande"},
	{name: "structured_reference", weight: 1, en: "creditor reference|structured communication", fr: "reference structuree|communication structuree|reference creancier"},
	{name: "net_amount", eu: "nettobetrag|betrag netto|totaal excl btw", en: "total price excl tax|total excl tax|total excluding tax|total excl vat|amount excl vat|net amount|untaxed amount", fr: "montant ht|total ht|ht|montant hors taxe|montant hors taxes"},
	{name: "vat_amount", eu: "mwst|mwst betrag|umsatzsteuer|btw bedrag", en: "vat amount|tax amount|total tax|total vat", fr: "montant tva|montant de la tva|total tva|tva"},
	{name: "vat_rate", en: "tax rate|vat percent|tax percent", fr: "taux tva|taux de tva"},
	{name: "debit", own: true},
	{name: "credit", own: true},
	{name: "letter", own: true},
	{name: "stage", own: true},
}...)

// customers are the columns of a list of customers.
var customers = newKind("customers", []column{
	{name: "customer_id", weight: 1, eu: "kundennummer|kundennr|kunden nr|debitorennummer|klantnummer|debiteurnummer", en: "customer number|customer no|customer code|client id|client code|client number|account code",
		fr:   "code client|numero client|numero de client|n client|n de client|no client|id client|identifiant client|compte client|code tiers|compte tiers|compte auxiliaire|numero de tiers",
		weak: "code|id|number|numero|n|no|identifiant|compte|customer"},
	{name: "name", weight: 1, eu: "kundenname|firma|klantnaam|bedrijfsnaam", en: "customer name|client name|company name", fr: "nom|nom client|nom du client|raison sociale|intitule client|intitule du tiers|nom tiers|nom du tiers|denomination|denomination sociale|nom ou raison sociale",
		weak: "client|societe|company|tiers|intitule"},
	{name: "trade_name", en: "trade names|trading name|trading as|brand|brand name", fr: "nom commercial|noms commerciaux|enseigne|enseignes"},
	{name: "kind", en: "customer type|client type", fr: "type de client|type client|nature|categorie", weak: "type"},
	{name: "siren", weight: 2, en: "company number", fr: "n siren|numero siren|siret|n siret|numero siret|siren siret"},
	{name: "iban", weight: 1, en: "ibans|iban number|bank account|bank accounts|account iban", fr: "n iban|numero iban|code iban|compte bancaire|comptes bancaires|coordonnees bancaires"},
	{name: "mandate", weight: 1, en: "mandates|mandate id|mandate number|mandate reference|umr|sepa mandate", fr: "mandat|mandats|rum|reference du mandat|reference unique de mandat|numero de mandat|n de mandat|mandat sepa"},
	{name: "email", weight: 1, en: "e mail|mail|email address|e mail address", fr: "courriel|adresse e mail|adresse email|adresse mail|adresse electronique"},
	{name: "city", weight: 1, en: "town", fr: "ville|commune"},
	{name: "country", weight: 1, en: "country code", fr: "pays|code pays"},
	{name: "payment_terms_days", weight: 2, en: "payment terms|terms|terms days|payment days|net days", fr: "delai de paiement|delai de paiement jours|delai paiement|delai de reglement|conditions de paiement|conditions de reglement|delai", weak: "jours"},
	{name: "discount_percent", weight: 2, en: "discount|discount rate|early payment discount", fr: "escompte|taux d escompte|taux escompte|pourcentage d escompte|escompte pour paiement anticipe"},
	{name: "discount_days", weight: 2, en: "discount period", fr: "delai d escompte|delai escompte|jours d escompte|escompte jours"},
	{name: "group_id", weight: 1, en: "group|customer group", fr: "groupe|code groupe|groupe client|groupe de clients"},
}...)

// statementWords are headings of bank statements, and of payment firms' reports, that no list has.
const statementWords = "|debit|credit|debit eur|credit eur|montant debit|montant credit|debits|credits|paid in|paid out|money in|money out|withdrawal|deposit|withdrawals|deposits" +
	"|date operation|date d operation|date de l operation|operation|date de comptabilisation|date comptable|date de valeur|date valeur|valeur|value date|valuta|booking date|posting date|transaction date|completed date|started date" +
	"|libelle operation|libelle de l operation|libelle simplifie|nature de l operation|type operation|type d operation|transaction id|transaction type|numero de transaction" +
	"|fee|fees|net|frais|settlement date|settlement date utc|operation date utc|counterparty|counterparty name|counterparty iban|contrepartie|iban contrepartie|solde apres operation|rentedatum|wertstellung|naam tegenpartij|tegenrekening|tegenrekening iban bban|running balance|account balance|"

// frenchWords are headings that a column shares with others, and that are French.
const frenchWords = "numero|facture|compte|nom|societe|tiers|intitule|montant|montant total|solde|etat|identifiant|jours"

// heading reports whether list, folded headings separated by '|', has this one.
func heading(list, folded string) bool {
	return folded != "" && strings.Contains("|"+list+"|", "|"+folded+"|")
}

// fold makes a heading comparable: lower case, without accents, each run of other
// signs one blank, and without the currency that some programs add.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		case r >= 0x80 && unicode.Is(unicode.Mn, r):
		default:
			blank = true
		}
	}
	out := b.String()
	for _, unit := range []string{" eur", " euro", " euros"} {
		if cut, ok := strings.CutSuffix(out, unit); ok {
			return strings.TrimSuffix(cut, " en")
		}
	}
	return out
}
