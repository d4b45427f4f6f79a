package mt940_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"lettrage/importer/importertest"
	"lettrage/importer/mt940"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// TestDescribe reads lines with their :86: in the ways of many banks.
func TestDescribe(t *testing.T) {
	const iban = "NL20INGB0001234567"
	party := func(name, account string) ledger.Party { return ledger.Party{Name: name, Account: account} }
	sum := func(minor int64, c money.Currency) *money.Amount { m := money.New(minor, c); return &m }
	tests := []struct {
		name, entry, info string // what stands behind the amount of :61:, and in :86:
		label             string
		kind              ledger.Kind
		want              ledger.Payment
	}{
		{"nothing", "NTRFNONREF", "", "", ledger.Transfer, ledger.Payment{}},
		{"free text", "NMSCNONREF", "ANY  WORDS\nof the bank", "ANY WORDS of the bank", "", ledger.Payment{}},
		{"zeros", "NMSCNONREF", "a\x00b", "ab", "", ledger.Payment{}},
		{"unstructured, with its code", "NMSCNONREF", "999PN5477SCHECK-NR. 12", "PN5477SCHECK-NR. 12", "", ledger.Payment{}},
		{"ultimate payer", "NTRFNONREF", "166?00GUTSCHRIFT?20SVWZ+Rechnung 7 ABWA+Muster Ei?21ngekauft GmbH?32Zahlstelle", "GUTSCHRIFT", ledger.Transfer,
			ledger.Payment{Counterparty: party("Zahlstelle", ""), Ultimate: party("Muster Ei ngekauft GmbH", ""), Remittance: "Rechnung 7"}},
		{"parts repeated with colons", "NMSCNONREF", "166?00UEBERWEISUNG?20SVWZ+Rechnung 7 EREF: RE-7 ?21IBAN: DE89370400440532013000 BIC: EXAMDEFF?31DE89370400440532013000?32Muster", "UEBERWEISUNG", ledger.Transfer,
			ledger.Payment{Counterparty: party("Muster", "DE89370400440532013000"), Remittance: "Rechnung 7 EREF: RE-7 IBAN: DE89370400440532013000 BIC: EXAMDEFF", EndToEndID: "RE-7"}},
		{"a message of the bank", "NTRFTFNr 1//X", "159?00RETOURE?20EREF+TFNR 1?21MTLG:Grund nicht genannt?34914", "RETOURE Grund nicht genannt", ledger.Returned,
			ledger.Payment{EndToEndID: "TFNR 1", ReturnReason: "914"}},
		{"original amount of a return", "NRTINONREF", "109?20EREF+A SVWZ+B OAMT+11,85?34902", "", ledger.Returned, ledger.Payment{EndToEndID: "A", Remittance: "B", ReturnReason: "902", Instructed: sum(1185, "EUR")}},
		{"old sub-fields, of lines of their own", "N051NONREF", "051?00GUTSCHRIFT?20RECHNUNG 7?21VOM 1.9.?30EXAM?310012345678?32MUSTER,?33GERDA", "GUTSCHRIFT", ledger.Transfer,
			ledger.Payment{Counterparty: party("MUSTER, GERDA", "0012345678"), Remittance: "RECHNUNG 7 VOM 1.9."}},
		{"another separator, and no code", "FTRFNONREF", ">20faktura 7>3149105019531000\n0477656534>32BOOKING GROUP", "", ledger.Transfer,
			ledger.Payment{Counterparty: party("BOOKING GROUP", "491050195310000477656534"), Remittance: "faktura 7"}},
		{"an IBAN beside the number", "NTRFNONREF", "166?31000777777777777?32A?38" + iban, "", ledger.Transfer, ledger.Payment{Counterparty: party("A", iban)}},
		{"a number that was there is text", "NTRFNONREF", "166?20ok?20 and more?32A", "", ledger.Transfer, ledger.Payment{Counterparty: party("A", ""), Remittance: "ok?20 and more"}},
		{"the own account in its sub-field", "NET NONREF", "000>100000000000\n>20INGBNL2A\n>21" + iban + "\n>22FACTUUR 7\n>31FR7630006000011234567890189", "", ledger.Transfer,
			ledger.Payment{Counterparty: party("", iban), Remittance: "FACTUUR 7"}},
		{"plus signs at line ends", "N022NONREF", "020+14+\n20RECHNUNG 7 +\n21         +\n30EXAMBGSF+\n31" + iban + "+\n32DURAND", "", ledger.Transfer,
			ledger.Payment{Counterparty: party("DURAND", iban), Remittance: "RECHNUNG 7"}},
		{"charges in a sub-field", "NTRFNONREF", "166?20FACTURE 7?25/CHGS/EUR0,5/?32DURAND", "", ledger.Transfer, ledger.Payment{Counterparty: party("DURAND", ""), Remittance: "FACTURE 7", Charges: sum(50, "EUR")}},
		{"a Swiss code", "NTRFNONREF", "Z32?Example Employer?Salary", "Example Employer Salary", ledger.Transfer, ledger.Payment{}},
		{"Polish words", "NTRFNONREF", "911 TRANSAKCJA; Z RACH.: 561140\n10810000267002001001; OD: JAN NOWAK; TYT.: FAKTURA 7  ; TNR: 1", "911 TRANSAKCJA", ledger.Transfer,
			ledger.Payment{Counterparty: party("JAN NOWAK", "56114010810000267002001001"), Remittance: "FAKTURA 7"}},
		{"counterparty between slashes", "NTRFEREF//1", "/EREF/E-7//CNTP/" + iban + "/INGBNL2A/J. Jansen///REMI/USTD//Factuur 7/PURP/OTHR/", "", ledger.Transfer,
			ledger.Payment{Counterparty: party("J. Jansen", iban), Remittance: "Factuur 7", EndToEndID: "E-7"}},
		{"structured reference", "NTRFEREF", "/REMI/STRD/ISO/RF18539007547034/", "", ledger.Transfer, ledger.Payment{References: []string{"RF18539007547034"}}},
		{"structured reference, of Rabobank", "N541EREF\n" + iban, "/EREF/E-7/ORDP//NAME/J. Jansen/REMI//CDTRREFTP//CD/SCOR/ISSR/ISO/CDTRREF/RF18539007547034/ISDT/2026-09-01", "", "",
			ledger.Payment{Counterparty: party("J. Jansen", iban), References: []string{"RF18539007547034"}, EndToEndID: "E-7"}},
		{"ultimate party", "N541NONREF", "/ORDP//NAME/A BV/ADDR/X 1/ULTD//NAME/B BV/REMI/C", "", "", ledger.Payment{Counterparty: party("A BV", ""), Ultimate: party("B BV", ""), Remittance: "C"}},
		{"codes that share a slash", "NTRFEREF", "/REMI/NAME/DURAND/EREF/E-7", "", ledger.Transfer, ledger.Payment{Counterparty: party("DURAND", ""), EndToEndID: "E-7"}},
		{"return", "NRTIEREF", "/RTRN/AC04//EREF/E-7//REMI/USTD//Factuur 7/", "", ledger.Returned, ledger.Payment{Remittance: "Factuur 7", EndToEndID: "E-7", ReturnReason: "AC04"}},
		{"a code of the bank's own first", "NTRFNONREF", "/INFO/abc/EREF/E-7/REMI/Facture 7", "INFO/abc", ledger.Transfer, ledger.Payment{Remittance: "Facture 7", EndToEndID: "E-7"}},
		{"account and text without codes", "NTRFNONREF", "/ORDP/300000000460495\n/EXAMPLE DOO\n/747//747\n/Invoice 747", "", ledger.Transfer,
			ledger.Payment{Counterparty: party("EXAMPLE DOO", "300000000460495"), Remittance: "747\n747\nInvoice 747"}},
		{"charges and another currency", "S103NONREF\n/OCMT/USD1650,00//CHGS/EUR15,00/", "/ORDP//NAME/EXAMPLE INC", "", ledger.Transfer,
			ledger.Payment{Counterparty: party("EXAMPLE INC", ""), Charges: sum(1500, "EUR"), Instructed: sum(165000, "USD")}},
		{"Dutch words", "N654NONREF", "SEPA INCASSO                     IBAN: " + iban + "\nBIC: INGBNL2A                    NAAM: ENERGIE BV\nMACHTIGING: M-7                  OMSCHRIJVING: TERMIJN 7\nKENMERK: E-7", "SEPA INCASSO", ledger.DirectDebit,
			ledger.Payment{Counterparty: party("ENERGIE BV", iban), Remittance: "TERMIJN 7", EndToEndID: "E-7", MandateID: "M-7"}},
		{"words behind a number", "N654NONREF", "SEPA OVERBOEKING IBAN: " + iban + " Factuur 7 BIC: INGBNL2A ook 8 NAAM: JANSEN", "SEPA OVERBOEKING Factuur 7 ook 8", ledger.Transfer,
			ledger.Payment{Counterparty: party("JANSEN", iban)}},
		{"Dutch words behind a slash", "NTRFNONREF", "FACTUUR 7\nREK: " + iban + "/NAAM: JANSEN", "FACTUUR 7", ledger.Transfer, ledger.Payment{Counterparty: party("JANSEN", iban)}},
		{"account and name in front", "NIOB" + iban + "\njansen", iban + " jansen bv\n\nfactuur 7", "factuur 7", ledger.Transfer, ledger.Payment{Counterparty: party("jansen bv", iban)}},
		{"name behind a padded reference", "N0440121470966      W.P. JANSEN", "Factuur 7", "Factuur 7", "", ledger.Payment{Counterparty: party("W.P. JANSEN", "0121470966")}},
		{"French words", "NTRFNONREF", "VIR SEPA RECU /DE DURAND SARL /MOTIF FACT 7 /REF E-7", "VIR SEPA RECU", ledger.Transfer, ledger.Payment{Counterparty: party("DURAND SARL", ""), Remittance: "FACT 7", EndToEndID: "E-7"}},
		{"French words with colons", "NMSCNONREF", "VIR RECU 123 DE: DURAND SARL MOTIF: FACT 7 REF: E-7", "VIR RECU 123", ledger.Transfer, ledger.Payment{Counterparty: party("DURAND SARL", ""), Remittance: "FACT 7", EndToEndID: "E-7"}},
		{"qualifiers of CFONB 120", "NMSCNONREF", "PRLV SEPA\nNPYDURAND SARL\nRUMM-7\nLCCFACT 7\nRCNE-7", "PRLV SEPA", ledger.DirectDebit, ledger.Payment{Counterparty: party("DURAND SARL", ""), Remittance: "FACT 7", EndToEndID: "E-7", MandateID: "M-7"}},
		{"qualifiers between slashes", "NTRFNONREF", "/NPY/DURAND SARL/LCC/FACT 7/RCN/E-7", "", ledger.Transfer, ledger.Payment{Counterparty: party("DURAND SARL", ""), Remittance: "FACT 7", EndToEndID: "E-7"}},
		{"number of a cheque", "NCHK0001234", "", "", ledger.ChequeDeposit, ledger.Payment{Cheque: "0001234"}},
		{"creditor's reference", "NTRFRF18539007547034", "text", "text", ledger.Transfer, ledger.Payment{References: []string{"RF18539007547034"}}},
		{"a remark that begins like an IBAN", "NTRFFA20260000000042\nFA2026 FACTURE DE MARS", "text", "FA2026 FACTURE DE MARS text", ledger.Transfer, ledger.Payment{EndToEndID: "FA20260000000042"}},
		{"reference of the customer", "NTRFFA-7", "text", "text", ledger.Transfer, ledger.Payment{EndToEndID: "FA-7"}},
		{"nothing provided", "NTRFEREF", "/EREF/NOTPROVIDED/ORDP//NAME/NOTPROVIDED/REMI/-", "", ledger.Transfer, ledger.Payment{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := fmt.Sprintf(":20:X\n:25:FR7630006000011234567890189\n:60F:C260831EUR0,\n:61:2609010901C1,00%s\n:86:%s\n:62F:C260901EUR1,\n-\n", test.entry, test.info)
			got, _, err := importertest.Read(t, mt940.Format, test.name, []byte(text))
			if err != nil || len(got) != 1 || len(got[0].Lines) != 1 {
				t.Fatalf("got %v, %v", got, err)
			}
			l := got[0].Lines[0]
			if l.Label != test.label || l.Kind != test.kind || !reflect.DeepEqual(l.Payment, test.want) {
				t.Errorf("got %s", strings.ReplaceAll(string(importertest.Text(got, nil, nil)), "\n", "\n\t"))
			}
		})
	}
}
