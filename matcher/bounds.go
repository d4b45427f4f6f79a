package matcher

// Bound is a bound of the search that a line met: not all was read, or not all that may
// explain it was weighed. Some make a line a person's to decide (ledger.SearchCut); the
// others leave out what would be less likely than what was weighed, or as likely as it.
type Bound string

// Bounds.
const (
	TextsBound        Bound = "texts_bound"        // texts: the first 16, 8 KiB and 1,024 words and numbers of each
	NumbersBound      Bound = "numbers_bound"      // numbers: the first 64
	WorkBound         Bound = "work_bound"         // numbers compared with items: 2^18, in a batch 2^23
	NamesBound        Bound = "names_bound"        // customers compared with a name: 1,500 of the rarest words, of whom 256 may have paid
	PayersBound       Bound = "payers_bound"       // payers whose items are searched for parts and sums: the first 8
	NamersBound       Bound = "namers_bound"       // customers whose items the numbers may name: the first 12
	ReadingsBound     Bound = "readings_bound"     // ways to read the short numbers of a list: 256, fewer of a long one
	ItemsBound        Bound = "items_bound"        // items of a payer: of the first 64 a part may be paid, of the last 22 a sum
	SumsBound         Bound = "sums_bound"         // sets of a payer's items with one sum: 64
	AmountsBound      Bound = "amounts_bound"      // items that have the amount: the payers' alone where more than 48 have it
	ExplanationsBound Bound = "explanations_bound" // explanations: the best 32
)

// met are the bounds that a line met: bits by place in bounds.
type met uint16

const (
	metTexts met = 1 << iota
	metNumbers
	metWork
	metNames
	metPayers
	metNamers
	metReadings
	metItems
	metSums
	metAmounts
	metExplanations
)

var bounds = [...]Bound{TextsBound, NumbersBound, WorkBound, NamesBound, PayersBound, NamersBound, ReadingsBound, ItemsBound, SumsBound, AmountsBound, ExplanationsBound}

// note adds bounds where they were met.
func (m *met) note(b met, really bool) {
	if really {
		*m |= b
	}
}

// list names the bounds.
func (m met) list() (all []Bound) {
	for i, b := range bounds {
		if m>>i&1 == 1 {
			all = append(all, b)
		}
	}
	return all
}
