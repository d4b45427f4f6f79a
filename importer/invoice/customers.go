package invoice

import (
	"slices"
	"strconv"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// customerRow is a row of a list of customers, under canonical names.
type customerRow struct {
	ID           string `csv:"customer_id"`
	Name         string `csv:"name"`
	Trade        string `csv:"trade_name"`
	Kind         string `csv:"kind"`
	SIREN        string `csv:"siren"`
	IBAN         string `csv:"iban"`
	Mandate      string `csv:"mandate"`
	Email        string `csv:"email"`
	City         string `csv:"city"`
	Country      string `csv:"country"`
	Days         string `csv:"payment_terms_days"`
	Discount     string `csv:"discount_percent"`
	DiscountDays string `csv:"discount_days"`
	Group        string `csv:"group_id"`
}

// customers reads the list as one of customers.
func (r *reader) customers() ([]ledger.Customer, error) {
	var list []ledger.Customer
	type place struct{ line, at int }
	seen := make(map[ledger.CustomerID]place)
	err := each(r, func(row customerRow, line int) {
		c, ok := r.customer(row, line)
		if !ok {
			return
		}
		first, twice := seen[c.ID]
		switch {
		case !twice:
			seen[c.ID] = place{line, len(list)}
			list = append(list, c)
		case !alike(list[first.at], c):
			r.fault(line, "customer_id", importer.Repeated, "should be in the list once, or in rows that differ in the IBAN, the mandate or the trade name alone", "line "+number(first.line)+" has the same")
		default:
			to := &list[first.at]
			to.Accounts, to.Mandates, to.Trade = union(to.Accounts, c.Accounts), union(to.Mandates, c.Mandates), union(to.Trade, c.Trade)
		}
	})
	return list, err
}

// alike reports whether two rows say the same but for what a customer may have several of.
func alike(a, b ledger.Customer) bool {
	return a.Name == b.Name && a.Person == b.Person && a.SIREN == b.SIREN && a.Email == b.Email &&
		a.City == b.City && a.Country == b.Country && a.Terms == b.Terms && a.Group == b.Group
}

func union[T comparable](to, more []T) []T {
	for _, i := range more {
		if !slices.Contains(to, i) {
			to = append(to, i)
		}
	}
	return to
}

// customer makes a customer of a row, or notes what is wrong in it.
func (r *reader) customer(row customerRow, line int) (ledger.Customer, bool) {
	before := len(r.errs)
	c := ledger.Customer{ID: ledger.CustomerID(row.ID), Name: row.Name, Email: row.Email, City: row.City, Group: row.Group}
	if c.ID == "" {
		r.fault(line, "customer_id", importer.Missing, "should be given", "")
	}
	if c.Name == "" {
		r.fault(line, "name", importer.Missing, "should be given", "")
	}
	c.Person = r.person(row.Kind, line)
	c.SIREN = r.siren(row.SIREN, line)
	c.Accounts = r.accounts(row.IBAN, line)
	c.Mandates = r.several(row.Mandate, line, "mandate", ledger.MaxMandate)
	c.Trade = r.several(row.Trade, line, "trade_name", maxName)
	c.Country = r.country(row.Country, line)
	c.Terms = ledger.Terms{Days: r.days(row.Days, line, "payment_terms_days"), Discount: r.percent(row.Discount, line, "discount_percent"), DiscountDays: r.days(row.DiscountDays, line, "discount_days")}
	return c, len(r.errs) == before
}

func (r *reader) person(s string, line int) bool {
	f := fold(s)
	switch {
	case f == "", heading("company|business|professional|societe|entreprise|professionnel|pro|personne morale|association|collectivite|organisation|organization", f):
		return false
	case heading("person|individual|private|consumer|particulier|personne|personne physique|prive", f):
		return true
	}
	r.fault(line, "kind", importer.Malformed, "should be company or person (société, particulier)", "")
	return false
}

// siren reads nine digits, or the first nine of the fourteen of a SIRET.
func (r *reader) siren(s string, line int) string {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "").Replace(s)
	if s == "" {
		return ""
	}
	if !digits(s) || len(s) != 9 && len(s) != 14 {
		r.fault(line, "siren", importer.Malformed, "should be the nine digits of a SIREN, or the fourteen of a SIRET", "")
		return ""
	}
	return s[:9]
}

// maxName is how many bytes a trade name may have.
const maxName = 200

// several reads what a customer may have several of, separated by ';' or '|'.
func (r *reader) several(s string, line int, column string, most int) (all []string) {
	for _, one := range strings.FieldsFunc(s, func(c rune) bool { return c == ';' || c == '|' }) {
		if one = strings.TrimSpace(one); len(one) > most {
			r.fault(line, column, importer.TooLarge, "should have no more than "+number(most)+" characters", "several are separated by ; or |")
			return nil
		}
		if one != "" {
			all = union(all, []string{one})
		}
	}
	return all
}

// accounts reads IBANs, separated by ',', ';', '|', '/' or blanks; blanks within one are its groups.
func (r *reader) accounts(s string, line int) (all []ledger.IBAN) {
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(",;|/", c) }) {
		found, ok := ibans(strings.Fields(part))
		if !ok {
			r.fault(line, "iban", importer.Malformed, "should be an IBAN with right check digits", "several are separated by commas; leave the field empty for another kind of account")
			return nil
		}
		all = union(all, found)
	}
	return all
}

// ibans puts the groups of digits together again: each IBAN is the shortest run of
// groups, from the first on, that is one. An IBAN has nine groups of four at most.
func ibans(groups []string) (all []ledger.IBAN, ok bool) {
	for len(groups) > 0 {
		n := 0
		for k := 1; k <= min(len(groups), 12); k++ {
			if k > 1 && startsIBAN(groups[k-1]) {
				break // the next one begins here
			}
			if i, err := ledger.ParseIBAN(strings.Join(groups[:k], "")); err == nil && (k == len(groups) || startsIBAN(groups[k])) {
				all, n = append(all, i), k
				break
			}
		}
		if n == 0 {
			return nil, false
		}
		groups = groups[n:]
	}
	return all, true
}

// startsIBAN reports whether a group begins with a country's letters and check digits.
func startsIBAN(g string) bool {
	return len(g) >= 4 && letter(g[0]) && letter(g[1]) && digits(g[2:4])
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// countries are the names that lists have instead of a code, folded.
var countries = map[string]string{
	"france": "FR", "belgique": "BE", "belgium": "BE", "suisse": "CH", "switzerland": "CH", "luxembourg": "LU", "allemagne": "DE", "germany": "DE",
	"espagne": "ES", "spain": "ES", "italie": "IT", "italy": "IT", "portugal": "PT", "pays bas": "NL", "netherlands": "NL", "royaume uni": "GB",
	"united kingdom": "GB", "monaco": "MC", "irlande": "IE", "ireland": "IE", "autriche": "AT", "austria": "AT",
}

func (r *reader) country(s string, line int) string {
	if s == "" {
		return ""
	}
	if code, ok := countries[fold(s)]; ok {
		return code
	}
	if len(s) == 2 && letter(s[0]) && letter(s[1]) {
		return strings.ToUpper(s)
	}
	r.fault(line, "country", importer.Malformed, "should be a country code of two letters, like FR", "")
	return ""
}

// mostDays bounds terms of payment: ten years.
const mostDays = 3650

// days reads a number of days: 30, "30 jours", "comptant".
func (r *reader) days(s string, line int, column string) int {
	if s == "" || heading("comptant|a reception|immediate|cash", fold(s)) {
		return 0
	}
	s = strings.ToLower(s)
	for _, unit := range []string{"jours", "jour", "days", "day", "j", "d"} {
		if n, ok := strings.CutSuffix(s, unit); ok {
			s = strings.TrimSpace(n)
			break
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > mostDays {
		r.fault(line, column, importer.Malformed, "should be a number of days from the issue, up to "+number(mostDays), "leave it empty when the term is of another kind")
		return 0
	}
	return n
}

func trimPercent(s string) string {
	return strings.Replace(strings.TrimSpace(strings.TrimSuffix(s, "%")), ",", ".", 1)
}
