// Package words says in English and in French what decisions hold as codes: reasons,
// kinds of lines, differences, evidence. There is one table for all who show them:
//
//	words.French.Reason(d.Reason).Why       // "plusieurs explications conviennent aussi bien"
//	words.English.Evidence(e)               // "the whole number is in the text"
//
// The codes are closed lists: those of ledger, and for how an evidence was seen that
// of the matcher; a test reads them in its source and fails for one without words. A
// code of a newer program's book, which has none, stands for itself. Of the codes of ISO
// 20022 that banks send, those that are common have words.
//
// What is returned holds no text of the bank's or of a customer: it is harmless on a
// terminal and in a page, and begins with a small letter.
package words

import (
	"slices"
	"strconv"
	"strings"

	"lettrage/export"
	"lettrage/ledger"
)

// Language is one in which there are words.
type Language string

// Languages.
const (
	English Language = "en"
	French  Language = "fr"
)

// pair is a phrase in both languages.
type pair struct{ en, fr string }

func (l Language) of(p pair) string {
	if l == French {
		return p.fr
	}
	return p.en
}

// Spoken makes a code readable that has no words.
func Spoken(code string) string {
	return strings.TrimSpace(strings.ReplaceAll(export.Plain(code), "_", " "))
}

// Reason says why a line waits, and what a person can do about it.
type Reason struct {
	Short string // for a column of a list
	Why   string
	Todo  string // empty where there is nothing to do
}

// Day writes a day, and nothing for none: 24/11/2026 in French, else 2026-11-24.
func (l Language) Day(d ledger.Date) string {
	if l == French {
		return d.French()
	}
	return d.String()
}

// Reason says a reason.
func (l Language) Reason(r ledger.Reason) Reason {
	w, ok := reasons[r]
	if !ok {
		return Reason{Short: Spoken(string(r)), Why: Spoken(string(r))}
	}
	return Reason{l.of(w.short), l.of(w.why), l.of(w.todo)}
}

// Class says what a line is.
func (l Language) Class(c ledger.Class) string {
	if w, ok := classes[c]; ok {
		return l.of(w)
	}
	return Spoken(string(c))
}

// Difference says why allocations and amount differ; nothing where they do not.
func (l Language) Difference(k ledger.DifferenceKind) string {
	if w, ok := differences[k]; ok {
		return l.of(w)
	}
	return Spoken(string(k))
}

// Evidence says what was seen.
func (l Language) Evidence(e ledger.Evidence) string {
	w, ok := hows[e.How]
	switch {
	case e.Kind == ledger.ByAccount && !strings.HasSuffix(e.How, "_account") && !strings.HasSuffix(e.How, "_mandate"):
		w, ok = hows["known_account"], true
	case !ok:
		w, ok = phrase{pro: kinds[e.Kind]}, kinds[e.Kind] != pair{}
	}
	switch {
	case !ok:
		return Spoken(string(e.Kind) + " " + e.How)
	case e.MBits < 0 && w.con != pair{}:
		return l.of(w.con)
	case e.MBits < 0 && e.Kind != ledger.Against:
		return l.of(pair{"against: ", "contre\u00a0: "}) + l.of(w.pro)
	}
	return l.of(w.pro)
}

// Field says where in a line something was seen: "the remittance", "the label of payment 3".
func (l Language) Field(f ledger.Field) string {
	name, rest, detail := strings.Cut(string(f), "[")
	w, ok := fields[ledger.Field(name)]
	if !ok {
		return Spoken(string(f))
	}
	n, err := strconv.Atoi(strings.TrimSuffix(rest, "]"))
	if !detail || err != nil {
		return l.of(w)
	}
	return l.of(w) + l.of(pair{" of payment ", " du règlement "}) + strconv.Itoa(n+1)
}

// Code says one of the codes of an explanation: what is compared, a bar, a condition.
func (l Language) Code(code string) string {
	if w, ok := codes[code]; ok {
		return l.of(w)
	}
	return Spoken(code)
}

// Seen returns the very text in which an evidence was seen: its span of a text of the
// line, the whole of it where the span is empty; nothing when it was seen in no text.
func Seen(l ledger.Line, e ledger.Evidence) string {
	text := Text(l, e.Field)
	from, to := int(e.Span[0]), int(e.Span[1])
	if from == 0 && to == 0 {
		return text
	}
	if from < 0 || to <= from || to > len(text) {
		return ""
	}
	return strings.ToValidUTF8(text[from:to], "")
}

// Fields are the fields of a line that hold a text, those of the payments of a batch line last.
func Fields(l ledger.Line) []ledger.Field {
	one := []ledger.Field{ledger.InName, ledger.InAccount, ledger.InMandate, ledger.InRemittance, ledger.InReference, ledger.InEndToEnd, ledger.InUltimate}
	all := append([]ledger.Field{ledger.InLabel}, one...)
	for i := range l.Details {
		for _, f := range one {
			all = append(all, f+ledger.Field("["+strconv.Itoa(i)+"]"))
		}
	}
	return slices.DeleteFunc(all, func(f ledger.Field) bool { return Text(l, f) == "" })
}

// Text returns the text of a field; "remittance[2]" is that of the third payment of a batch.
func Text(l ledger.Line, f ledger.Field) string {
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
	case ledger.InMandate:
		return p.MandateID
	}
	return ""
}
