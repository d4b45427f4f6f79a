package einvoice

import (
	"regexp"
	"strconv"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// due reads a day on which the invoice is due. Of several, by instalments, the last is
// taken: the whole is due then.
func (r *reader) due(n *node, path string) {
	d := r.day(n, path)
	switch old := r.doc.Invoice.Due; {
	case d == 0 || d == old:
	case old == 0:
		r.doc.Invoice.Due = d
	default:
		r.warn(n, path, "guessed", "several due days: the last is taken")
		r.doc.Invoice.Due = max(d, old)
	}
}

// reference reads what the customer should write with his payment; that it is the
// invoice's number says nothing new.
func (r *reader) reference(n *node, path string) {
	if s := r.text(n, path); s != string(r.doc.Invoice.Number) {
		r.doc.Invoice.Reference = s
	}
}

// maxDays bounds the days of a discount.
const maxDays = 3650

// skontoLine is a discount as XRechnung writes it into the terms.
var skontoLine = regexp.MustCompile(`#SKONTO#TAGE=([0-9]{1,4})#PROZENT=([0-9]{1,3}(?:\.[0-9]{1,2})?)#`)

// skonto reads the discounts of a text of terms.
func (r *reader) skonto(n *node, path string) {
	for _, terms := range n.all(path) {
		for _, found := range skontoLine.FindAllStringSubmatch(terms.text, 10) {
			days, _ := strconv.Atoi(found[1]) // four digits
			percent, err := decimal(found[2], money.EUR)
			if err != nil || percent.Minor() > 100_00 {
				r.warn(terms, "", "terms", "a discount should be 100 % at most; it is left out")
				continue
			}
			r.offer(terms, "", ledger.Rate(percent.Minor()), days)
		}
	}
}

// discount reads the discount of payment terms in the profile EXTENDED.
func (r *reader) discount(terms *node) {
	for _, d := range terms.all("ApplicableTradePaymentDiscountTerms") {
		rate := r.rate(d, "CalculationPercent")
		period := d.first("BasisPeriodMeasure")
		if rate == 0 || period == nil || period.text == "" {
			continue
		}
		whole, _, _ := strings.Cut(period.text, ".")
		days, err := strconv.Atoi(whole)
		switch unit := period.attr("unitCode"); {
		case unit == "WEE":
			days *= 7
		case unit != "" && unit != "DAY":
			err = strconv.ErrSyntax
		}
		if err != nil || days < 0 {
			r.warn(d, "BasisPeriodMeasure", "terms", "should be a number of days; the discount is left out")
			continue
		}
		r.offer(d, "", rate, days)
	}
}

// offer notes a discount. Of several the greatest is kept, which a customer who pays
// in time may take.
func (r *reader) offer(n *node, path string, rate ledger.Rate, days int) {
	d := &r.doc.Details
	switch {
	case days > maxDays:
		r.warn(n, path, "terms", "a discount should be for "+number(maxDays)+" days at most; it is left out")
		return
	case d.Discount != 0 && (d.Discount != rate || d.Days != days):
		r.warn(n, path, "terms", "several discounts: the greatest is kept")
	}
	if rate > d.Discount {
		d.Discount, d.Days = rate, days
	}
}

func number(n int) string { return strconv.Itoa(n) }
