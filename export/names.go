package export

import (
	"strconv"

	"lettrage/ledger"
)

// Names gives each bank line the name by which other programs know it: the bank's
// own identifier, "id#2", "id#3", … from the second line on that has it, ours where
// there is none. Lines have to come in booking order, so that the same book gives
// the same names. The zero value is ready; it remembers every name given.
type Names struct {
	given map[string]bool
	count map[string]int
}

// Name returns the name of the next line.
func (n *Names) Name(l ledger.Line) string {
	if n.given == nil {
		n.given, n.count = make(map[string]bool), make(map[string]int)
	}
	id := l.BankID
	if id == "" {
		id = string(l.ID)
	}
	name := id
	for n.given[name] { // a bank may call a line "id#2" itself
		if n.count[id] == 0 {
			n.count[id] = 1
		}
		n.count[id]++
		name = id + "#" + strconv.Itoa(n.count[id])
	}
	n.given[name] = true
	return name
}
