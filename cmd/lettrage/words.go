package main

import (
	"fmt"
	"strconv"
	"strings"

	"lettrage/export"
	"lettrage/ledger"
)

// reasonWords says a reason in a few words; a word that is not in the table stands for itself.
func reasonWords(r ledger.Reason) string {
	return words(string(r), map[string]string{
		string(ledger.Sure):           "sure",
		string(ledger.Ambiguity):      "several fit",
		string(ledger.WeakEvidence):   "too little evidence",
		string(ledger.Contradiction):  "evidence contradicts",
		string(ledger.DuplicatePay):   "paid twice?",
		string(ledger.NotListed):      "names an unknown invoice",
		string(ledger.AlreadyPaid):    "names a paid invoice",
		string(ledger.Competing):      "another line fits as well",
		string(ledger.UnexplainedSum): "amount not explained",
		string(ledger.NeedsDetail):    "its slip is needed",
		string(ledger.HeldDuplicate):  "same bank line twice?",
		string(ledger.ForeignMoney):   "other currency, no rate",
		string(ledger.Accepted):       "accepted",
		string(ledger.Chosen):         "chosen by hand",
		string(ledger.Refused):        "proposals refused",
		string(ledger.Booked):         "booked by hand",
	})
}

func classWords(c ledger.Class) string { return strings.ReplaceAll(string(c), "_", " ") }

func words(key string, table map[string]string) string {
	if w, ok := table[key]; ok {
		return w
	}
	return strings.ReplaceAll(key, "_", " ")
}

// decidedWords says what a person's decision did: "chosen by hand: F-001 90.00; overpayment -10.00".
func decidedWords(d ledger.Decision) string {
	s := reasonWords(d.Reason)
	var items []string
	for _, al := range d.Chosen.Allocations {
		items = append(items, export.Plain(string(al.Invoice))+" "+al.Amount.String())
	}
	if len(items) > 0 {
		s += ": " + strings.Join(items, " + ")
	}
	if diff := d.Chosen.Difference; diff.Kind != ledger.NoDifference {
		s += fmt.Sprintf("; %s %s", words(string(diff.Kind), nil), diff.Amount)
	}
	switch d.Status {
	case ledger.Review:
		s += "; the line stays in the suspense account"
	case ledger.None:
		s += " to " + d.Account
	}
	return s
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
	return "no customer payment: " + classWords(d.Chosen.Class)
}

// evidenceWords writes "+12.3 bits  full reference in remittance: «FAC445-25»".
func evidenceWords(l ledger.Line, v ledger.Evidence) string {
	s := fmt.Sprintf("%8s bits  %s, %s, in %s", bits(v.MBits), v.Kind, words(v.How, nil), strings.ReplaceAll(string(v.Field), "_", " "))
	if seen := spanText(l, v); seen != "" {
		s += ": « " + export.Plain(seen) + " »"
	}
	return s
}

// bits writes thousandths of a bit with one decimal and a sign.
func bits(m int32) string {
	sign := "+"
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%d", sign, m/1000, m/100%10)
}

// spanText returns what the evidence was seen in, when it lies in a text of the line.
func spanText(l ledger.Line, v ledger.Evidence) string {
	text := fieldText(l, v.Field)
	from, to := int(v.Span[0]), int(v.Span[1])
	if from < 0 || to <= from || to > len(text) {
		return ""
	}
	return strings.ToValidUTF8(text[from:to], "")
}

// fieldText returns the text of a field; "remittance[2]" is that of the third detail of a batch.
func fieldText(l ledger.Line, f ledger.Field) string {
	p, name := l.Payment, string(f)
	if head, rest, ok := strings.Cut(name, "["); ok {
		n, err := strconv.Atoi(strings.TrimSuffix(rest, "]"))
		if err != nil || n < 0 || n >= len(l.Details) {
			return ""
		}
		p, name = l.Details[n].Payment, head
	}
	switch ledger.Field(name) {
	case ledger.InLabel:
		return l.Label
	case ledger.InRemittance:
		return p.Remittance
	case ledger.InReference:
		return strings.Join(p.References, "\n")
	case ledger.InEndToEnd:
		return p.EndToEndID
	case ledger.InName:
		return p.Counterparty.Name
	case ledger.InUltimate:
		return p.Ultimate.Name
	case ledger.InAccount:
		return p.Counterparty.Account
	}
	return ""
}
