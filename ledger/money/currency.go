package money

import "errors"

// Currency is an ISO 4217 alphabetic code, such as "EUR". The zero value is no
// currency; ParseCurrency makes the others.
type Currency string

// EUR is the currency of a company that names no other.
const EUR Currency = "EUR"

// ErrUnknownCurrency says that a code is not in the ISO 4217 list.
var ErrUnknownCurrency = errors.New("money: should be an ISO 4217 currency code, like EUR")

// exponents holds the currencies whose minor unit is not the hundredth
// (ISO 4217 list one, column "Mnr unt").
var exponents = map[Currency]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// hundredths lists the currencies with two decimals, blank-separated, withdrawn
// ones that old statements still carry included.
const hundredths = " AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
	"CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD " +
	"HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL LVL MAD MDL MGA MKD MMK MNT MOP " +
	"MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG " +
	"SEK SGD SHP SKK SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VEF VES " +
	"WST XCD XCG YER ZAR ZMW ZWG ZWL " +
	"ATS BEF DEM EEK ESP FIM FRF GRD IEP ITL LUF NLG PTE SIT "

// ParseCurrency returns the currency with this code, which must be in upper case.
func ParseCurrency(code string) (Currency, error) {
	c := Currency(code)
	if _, ok := exponents[c]; ok || isHundredths(code) {
		return c, nil
	}
	return "", ErrUnknownCurrency
}

func isHundredths(code string) bool {
	if len(code) != 3 {
		return false
	}
	for i := 0; i+4 < len(hundredths); i += 4 {
		if hundredths[i+1:i+4] == code {
			return true
		}
	}
	return false
}

// Decimals returns how many decimals the currency's minor unit has: 2 for EUR,
// 0 for JPY, 3 for TND.
func (c Currency) Decimals() int {
	if d, ok := exponents[c]; ok {
		return d
	}
	return 2
}
