package words

import "strings"

// BankCode says the bank's code of a kind of line, where it is one of ISO 20022 (external
// code set of bank transaction codes): domain, family and sub-family, PMNT/RCDT/ESCT.
// Nothing, where no part of it has words.
func (l Language) BankCode(code string) string {
	parts := strings.Split(code, "/")
	if len(parts) > 3 {
		return ""
	}
	var said []string
	for i, table := range []map[string]pair{domains, families, subFamilies}[:len(parts)] {
		w, ok := table[parts[i]]
		switch {
		case i == 0 && !ok:
			return "" // a bank's own code
		case i == 1 && ok:
			said = said[:0] // the family says more than its domain
			fallthrough
		case ok:
			said = append(said, l.of(w))
		}
	}
	return strings.Join(said, ", ")
}

// ReturnReason says why a payment came back, by its code of ISO 20022 (external code
// set of return reasons); nothing for a bank's own.
func (l Language) ReturnReason(code string) string { return l.of(returnReasons[code]) }

var domains = map[string]pair{
	"PMNT": {"payment", "paiement"},
	"CAMT": {"cash management", "gestion de trésorerie"},
	"ACMT": {"account management", "gestion du compte"},
	"LDAS": {"loan or deposit", "prêt ou dépôt"},
	"SECU": {"securities", "titres"},
	"DERV": {"derivatives", "produits dérivés"},
	"FORX": {"foreign exchange", "change"},
	"PMET": {"precious metal", "métaux précieux"},
	"CMDT": {"commodities", "matières premières"},
	"TRAD": {"trade services", "commerce extérieur"},
	"XTND": {"the bank’s own", "propre à la banque"},
}

var families = map[string]pair{
	"RCDT": {"credit transfer received", "virement reçu"},
	"ICDT": {"credit transfer sent", "virement émis"},
	"RRCT": {"instant credit transfer received", "virement instantané reçu"},
	"IRCT": {"instant credit transfer sent", "virement instantané émis"},
	"RCCN": {"cash concentration received", "centralisation de trésorerie reçue"},
	"ICCN": {"cash concentration sent", "centralisation de trésorerie émise"},
	"RDDT": {"direct debit by another", "prélèvement reçu"},
	"IDDT": {"direct debit of ours", "prélèvement émis"},
	"RCHQ": {"cheque received", "chèque reçu"},
	"ICHQ": {"cheque drawn", "chèque émis"},
	"CCRD": {"card payment", "paiement par carte"},
	"MCRD": {"card receipts", "encaissement par carte"},
	"CNTR": {"counter", "opération de guichet"},
	"DRFT": {"draft", "effet de commerce"},
	"LBOX": {"lockbox", "boîte postale de paiement"},
	"MDOP": {"operations on the account", "opérations sur le compte"},
	"MCOP": {"credits to the account", "crédits divers"},
	"ADOP": {"additional debits", "débits complémentaires"},
	"ACOP": {"additional credits", "crédits complémentaires"},
	"OPCL": {"opening and closing", "ouverture et clôture"},
	"CAPL": {"cash pooling", "centralisation de trésorerie"},
	"ACCB": {"balancing of accounts", "équilibrage de comptes"},
	"FTLN": {"fixed-term loan", "prêt à terme"},
	"NTLN": {"notice loan", "prêt à préavis"},
	"MGLN": {"mortgage", "prêt immobilier"},
	"CSLN": {"consumer loan", "prêt à la consommation"},
	"FTDP": {"fixed-term deposit", "dépôt à terme"},
	"NTDP": {"notice deposit", "dépôt à préavis"},
	"SPOT": {"spot", "au comptant"},
	"FWRD": {"forward", "à terme"},
	"DOCC": {"documentary credit", "crédit documentaire"},
	"CLNC": {"clean collection", "encaissement simple"},
	"DCCT": {"documentary collection", "remise documentaire"},
	"GUAR": {"guarantee", "garantie"},
}

var subFamilies = map[string]pair{
	"ESCT": {"SEPA", "SEPA"},
	"XBCT": {"from or to abroad", "étranger"},
	"DMCT": {"domestic", "national"},
	"BOOK": {"between accounts", "de compte à compte"},
	"STDO": {"standing order", "permanent"},
	"SALA": {"salaries", "salaires"},
	"PRCT": {"priority", "urgent"},
	"SDVA": {"same-day value", "valeur jour"},
	"VCOM": {"with a structured reference", "à référence structurée"},
	"AUTT": {"automatic", "automatique"},
	"RPCR": {"cancelled", "annulé"},
	"RRTN": {"returned", "retourné"},
	"ARET": {"returned by the clearing", "retourné par la compensation"},
	"AREV": {"reversed by the clearing", "contre-passé par la compensation"},
	"ESDD": {"SEPA Core", "SEPA Core"},
	"BBDD": {"SEPA B2B", "SEPA interentreprises"},
	"PMDD": {"domestic direct debit", "prélèvement national"},
	"UPDD": {"unpaid", "impayé"},
	"PRDD": {"reversed", "contre-passé"},
	"RCDD": {"cancelled", "annulé"},
	"CCHQ": {"cheque", "chèque"},
	"CHKD": {"deposit of cheques", "remise de chèques"},
	"UPCQ": {"unpaid", "impayé"},
	"CQRV": {"reversed", "contre-passé"},
	"POSD": {"at a terminal", "au terminal"},
	"POSC": {"at a terminal", "au terminal"},
	"POSP": {"at a terminal", "au terminal"},
	"SMRT": {"smart card", "carte à puce"},
	"CWDL": {"withdrawal of cash", "retrait d’espèces"},
	"CDPT": {"deposit of cash", "versement d’espèces"},
	"BCDP": {"deposit at a branch", "versement au guichet"},
	"BCWD": {"withdrawal at a branch", "retrait au guichet"},
	"UPCT": {"unpaid", "impayé"},
	"UDFT": {"dishonoured", "impayé"},
	"STAM": {"settlement at maturity", "règlement à l’échéance"},
	"CHRG": {"charges", "frais"},
	"FEES": {"fees", "frais"},
	"COMM": {"commission", "commission"},
	"COME": {"commission, tax left out", "commission hors taxe"},
	"COMI": {"commission, tax included", "commission taxe comprise"},
	"COMT": {"commission that is not taxed", "commission non taxée"},
	"INTR": {"interest", "intérêts"},
	"TAXE": {"taxes", "taxes"},
	"RIMB": {"refund", "remboursement"},
	"ADJT": {"adjustment", "régularisation"},
	"PPAY": {"repayment", "remboursement d’échéance"},
	"DDWN": {"drawing", "déblocage"},
	"COAT": {"corporate own account", "entre comptes de l’entreprise"},
	"ACDT": {"credit by the clearing", "crédit par la compensation"},
	"ADBT": {"debit by the clearing", "débit par la compensation"},
}

var returnReasons = map[string]pair{
	"AC01": {"account number wrong", "compte inexact"},
	"AC03": {"creditor’s account number wrong", "compte du créancier inexact"},
	"AC04": {"account closed", "compte clos"},
	"AC06": {"account blocked", "compte bloqué"},
	"AC13": {"account of a consumer", "compte d’un particulier"},
	"AC14": {"wrong kind of account", "type de compte inexact"},
	"AG01": {"not allowed on this account", "opération interdite sur ce compte"},
	"AG02": {"wrong kind of operation", "code opération inexact"},
	"AM01": {"amount of zero", "montant nul"},
	"AM02": {"amount not allowed", "montant non autorisé"},
	"AM03": {"currency not allowed", "devise non autorisée"},
	"AM04": {"not enough funds", "provision insuffisante"},
	"AM05": {"presented twice", "opération en double"},
	"AM09": {"wrong amount", "montant inexact"},
	"BE01": {"name and account do not fit", "nom et compte ne concordent pas"},
	"BE04": {"creditor’s address missing", "adresse du créancier manquante"},
	"BE05": {"creditor not known to the debtor", "créancier inconnu du débiteur"},
	"BE06": {"customer not known", "client inconnu"},
	"BE07": {"debtor’s address missing", "adresse du débiteur manquante"},
	"CNOR": {"creditor’s bank cannot be reached", "banque du créancier non joignable"},
	"CURR": {"wrong currency", "devise inexacte"},
	"CUST": {"asked for by the customer", "demandé par le client"},
	"DNOR": {"debtor’s bank cannot be reached", "banque du débiteur non joignable"},
	"DT01": {"wrong day", "date inexacte"},
	"ED05": {"settlement failed", "échec du règlement"},
	"FF05": {"wrong kind of direct debit", "type de prélèvement inexact"},
	"FOCR": {"called back", "à la suite d’un rappel de fonds"},
	"FR01": {"fraud", "fraude"},
	"MD01": {"no mandate", "absence de mandat"},
	"MD02": {"mandate incomplete", "mandat incomplet"},
	"MD06": {"refund asked for by the debtor", "contesté par le débiteur"},
	"MD07": {"debtor deceased", "débiteur décédé"},
	"MS02": {"refused by the debtor, no reason given", "refus du débiteur, motif non précisé"},
	"MS03": {"refused by the bank, no reason given", "refus de la banque, motif non précisé"},
	"NARR": {"see the text", "voir le libellé"},
	"NOAS": {"no answer of the customer", "pas de réponse du client"},
	"NOOR": {"original payment not found", "opération d’origine introuvable"},
	"RC01": {"bank’s identifier wrong", "identifiant de banque inexact"},
	"RF01": {"reference not unique", "référence non unique"},
	"RR01": {"debtor’s account missing, by law", "compte du débiteur manquant (réglementation)"},
	"RR02": {"debtor’s name or address missing, by law", "nom ou adresse du débiteur manquant (réglementation)"},
	"RR03": {"creditor’s name or address missing, by law", "nom ou adresse du créancier manquant (réglementation)"},
	"RR04": {"regulatory reason", "motif réglementaire"},
	"SL01": {"service of the debtor’s bank", "service de la banque du débiteur"},
	"TECH": {"technical trouble", "incident technique"},
	"TM01": {"too late in the day", "hors délai"},
	"UPAY": {"payment not due", "paiement indu"},
}
