package ledger

import (
	"maps"
	"slices"
	"strings"

	"lettrage/ledger/money"
)

// CompanyID names a company on the command line, in folders and as the key of every table: a-z, 0-9 and '-'.
type CompanyID string

// Company is one set of books.
type Company struct {
	ID       CompanyID
	Name     string
	SIREN    string         // nine digits, or empty
	Currency money.Currency // of its books
	YearEnd  MonthDay       // last day of its financial year
}

// MonthDay is a day of any year, as month·100 + day: 1231 is 31 December.
type MonthDay int

// NewMonthDay returns a day that some year has; 29 February is the last day of every February.
func NewMonthDay(month, day int) (MonthDay, error) {
	if _, err := NewDate(leapYear, month, day); err != nil {
		return 0, Errorf(Invalid, "day", "should be a day of the calendar, like 12-31")
	}
	return MonthDay(month*100 + day), nil
}

const leapYear = 2000

// In returns the day in a year, the last of February for a 29th that the year has
// not; no date when there is no such day or year.
func (m MonthDay) In(year int) Date {
	if d, err := NewDate(year, int(m)/100, int(m)%100); err == nil || m != 229 {
		return d
	}
	d, _ := NewDate(year, 2, 28) // no date for a year that is none
	return d
}

// maxName is the limit of a company's name, in bytes.
const maxName = 200

// NewCompany returns a company whose ID is made from its name (200 bytes at most),
// with books in EUR and the calendar year. siren may be empty.
func NewCompany(name, siren string) (Company, error) {
	if len(name) > maxName {
		return Company{}, Errorf(Invalid, "company", "name should have %d bytes at most", maxName)
	}
	id := slug(name)
	if id == "" {
		return Company{}, Errorf(Invalid, "company", "name should have a letter or a digit")
	}
	if n, ok := number(siren); siren != "" && (len(siren) != 9 || !ok || n == 0) {
		return Company{}, Errorf(Invalid, "siren", "should be nine digits")
	}
	return Company{ID: CompanyID(id), Name: name, SIREN: siren, Currency: money.EUR, YearEnd: 1231}, nil
}

// slug keeps letters and digits, accents off, and joins the words by '-'.
func slug(name string) string {
	plain := strings.NewReplacer("à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
		"î", "i", "ï", "i", "ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "œ", "oe").Replace(strings.ToLower(name))
	words := strings.FieldsFunc(plain, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

// Digest stands for the company, as it was opened with this chart, in the chain.
func (c Company) Digest(chart Chart) Hash {
	d := NewDigest("company").Text(string(c.ID)).Text(c.Name).Text(c.SIREN).Text(string(c.Currency)).Int(int64(c.YearEnd))
	for _, role := range slices.Sorted(maps.Keys(chart)) {
		d.Text(string(role)).Text(chart[role].Number).Text(chart[role].Name)
	}
	return d.Sum()
}

// FinancialYear returns the calendar year in which the financial year of a day ends.
func (c Company) FinancialYear(d Date) int {
	if year := d.Year(); d <= c.ClosingDay(year) {
		return year
	}
	return d.Year() + 1
}

// ClosingDay returns the last day of a financial year.
func (c Company) ClosingDay(year int) Date { return c.YearEnd.In(year) }

// Role is what an account is used for; a company's Chart says which number has it.
type Role string

// Roles, with the PCG's default number.
const (
	Receivable      Role = "receivable"       // 411
	CustomerAdvance Role = "customer_advance" // 4191
	CustomerCredit  Role = "customer_credit"  // 4197
	Bank            Role = "bank"             // 512, two digits added for each bank account
	InternalMoves   Role = "internal"         // 58
	OpeningBalance  Role = "opening_balance"  // 890
	Suspense        Role = "suspense"         // 471
	BankFees        Role = "bank_fees"        // 627
	Discount        Role = "discount"         // 665
	RoundingLoss    Role = "rounding_loss"    // 658
	RoundingGain    Role = "rounding_gain"    // 758
)

// ChartAccount is a number of the chart and its name.
type ChartAccount struct{ Number, Name string }

// Chart maps each role to a company's account.
type Chart map[Role]ChartAccount

// DefaultChart returns the accounts of the PCG (ANC 2022-06).
func DefaultChart() Chart {
	return Chart{
		Receivable:      {"411", "Clients"},
		CustomerAdvance: {"4191", "Clients - avances et acomptes reçus"},
		CustomerCredit:  {"4197", "Clients - autres avoirs"},
		Bank:            {"512", "Banque"},
		InternalMoves:   {"58", "Virements internes"},
		OpeningBalance:  {"890", "Bilan d'ouverture"},
		Suspense:        {"471", "Compte d'attente"},
		BankFees:        {"627", "Services bancaires et assimilés"},
		Discount:        {"665", "Escomptes accordés"},
		RoundingLoss:    {"658", "Charges diverses de gestion courante"},
		RoundingGain:    {"758", "Produits divers de gestion courante"},
	}
}
