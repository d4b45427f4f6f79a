package main

import (
	"fmt"
	"strconv"
	"strings"

	"lettrage/export"
	"lettrage/export/words"
	"lettrage/ledger"
	"lettrage/matcher"
)

// reasonWords says a reason in a few words.
func reasonWords(r ledger.Reason) string { return words.English.Reason(r).Short }

// decidedWords says what a person's decision did: "chosen by hand: F-001 90.00; overpayment -10.00".
func decidedWords(d ledger.Decision) string {
	s := reasonWords(d.Reason)
	if len(d.Chosen.Allocations) > 0 {
		s += ": " + allocationWords(d.Chosen.Allocations)
	}
	if diff := d.Chosen.Difference; diff.Kind != ledger.NoDifference {
		s += fmt.Sprintf("; %s %s", words.English.Difference(diff.Kind), diff.Amount)
	}
	switch d.Status {
	case ledger.Review:
		s += "; the line stays in the suspense account"
	case ledger.None:
		s += " to " + d.Account
	}
	return s
}

// allocationWords names items and what each is paid: "F-001 90.00 + F-002 10.00".
func allocationWords(all []ledger.Allocation) string {
	var items []string
	for _, al := range all {
		items = append(items, export.Plain(string(al.Invoice))+" "+al.Amount.String())
	}
	return strings.Join(items, " + ")
}

func actorWords(a ledger.Actor) string {
	if a == ledger.Person {
		return "a person"
	}
	return "the program"
}

// counted writes "1 line" and "4 lines".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func statusWords(d ledger.Decision) string {
	switch {
	case d.Status == ledger.Auto:
		return "matched"
	case d.Status == ledger.Review:
		return "a person must look"
	case d.Account != "":
		return "booked to " + d.Account
	}
	if d.Chosen.Class == ledger.Unrelated {
		return "no customer payment"
	}
	return "no customer payment: " + words.English.Class(d.Chosen.Class)
}

// evidenceWords writes "+12.3 bits  the whole number is there, in the remittance: « FAC445-25 »".
func evidenceWords(in words.Language, l ledger.Line, v ledger.Evidence) string {
	s := fmt.Sprintf("%8s bits  %s", bits(v.MBits), in.Evidence(v))
	if of, _, _ := strings.Cut(string(v.Field), "["); of != string(ledger.InAmount) && of != string(ledger.InDate) && of != "" {
		s += inWords(in) + in.Field(v.Field)
	}
	if seen := words.Seen(l, v); seen != "" {
		s += colon(in) + "« " + cut(export.Plain(seen), 60) + " »"
	}
	return s
}

func colon(in words.Language) string {
	if in == words.French {
		return "\u00a0: "
	}
	return ": "
}

func inWords(in words.Language) string {
	if in == words.French {
		return ", dans "
	}
	return ", in "
}

// bits writes thousandths of a bit with one decimal and a sign.
func bits(m int32) string {
	sign := "+"
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%d", sign, m/1000, m/100%10)
}

// changesWords says what would have to be otherwise, all of it together.
func changesWords(in words.Language, together []matcher.Change) string {
	var all []string
	for _, c := range together {
		all = append(all, changeWords(in, c))
	}
	return strings.Join(all, and(in))
}

func changeWords(in words.Language, c matcher.Change) string {
	s := in.Code(string(c.If))
	switch c.If {
	case matcher.MoreBits:
		return s + " " + strings.TrimPrefix(decimal(in, bits(c.Bits)), "+") + " bits"
	case matcher.Named, matcher.NamedAlone, matcher.RivalSettled:
		return s + " " + listed(in, c.Invoices)
	case matcher.PayerKnown:
		return s + " " + export.Plain(c.Customer)
	case matcher.AmountEqual:
		return s + " " + decimal(in, c.Amount.String())
	case matcher.OtherWords:
		return s + " « " + export.Plain(strings.Join(c.Words, " ")) + " »"
	}
	return s
}

// decimal writes a number with the comma of the language.
func decimal(in words.Language, number string) string {
	if in == words.French {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

func and(in words.Language) string {
	if in == words.French {
		return " et "
	}
	return " and "
}

// listed writes "A, B and C".
func listed(in words.Language, numbers []ledger.InvoiceNumber) string {
	var all []string
	for _, n := range numbers {
		all = append(all, export.Plain(string(n)))
	}
	last := len(all) - 1
	if last < 1 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:last], ", ") + and(in) + all[last]
}

// againstWords says in a sentence what stands against an invoice.
func againstWords(in words.Language, n *matcher.Against) string {
	french := in == words.French
	switch {
	case n.Bar != matcher.CanBe:
		return in.Code(string(n.Bar))
	case n.Place == 0 && french:
		return "c’est elle que retient la première explication"
	case n.Place == 0:
		return "it is what the first explanation settles"
	case n.Place > 0 && french:
		return fmt.Sprintf("l’explication %d la règle\u202f; une autre est plus probable", n.Place+1)
	case n.Place > 0:
		return fmt.Sprintf("explanation %d settles it; another one is likelier", n.Place+1)
	case french:
		return "rien dans la ligne ne mène à elle\u202f; si elle était réglée quand même\u00a0:"
	}
	return "nothing in the line leads to it; if it were settled all the same:"
}
