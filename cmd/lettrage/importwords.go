package main

import (
	"fmt"

	"lettrage/cmd/internal/batch"
	"lettrage/export"
)

// recognisedWords says as what a file was read, and why: "as camt.053, version 001.08, by its content".
func recognisedWords(r batch.Recognised) string {
	s := "as " + r.Family
	if r.Version != "" {
		s += ", version " + r.Version
	}
	if r.Profile != "" {
		s += ", profile " + export.Plain(r.Profile)
	}
	switch {
	case r.By == "option":
		return s + ", as --as says"
	case r.By == "guess":
		return s + ", by the only reading that fits all rows"
	case r.Profile != "":
		return s + ", by its heading"
	}
	return s + ", by its content"
}

// soundness says how an account was known, and whether its statements add up and go on
// from what came before.
func soundness(s batch.AccountReport) []string {
	switch s.Kind {
	case "interim":
		return []string{"a report within the day: read, and never booked; the day's statement brings its lines"}
	case "notice":
		return []string{"a notice: never booked; it tells of the lines of statements"}
	}
	said := []string{accountWords(s.By)}
	if s.From != 0 && s.To != 0 {
		said = append(said, fmt.Sprintf("whole from %s to %s", s.From, s.To))
	}
	switch {
	case s.Unbalanced > 0:
		said = append(said, fmt.Sprintf("balances do not add up in %d of %d", s.Unbalanced, s.Statements))
	case s.Balanced > 0:
		said = append(said, "balances add up")
	default:
		said = append(said, "no two balances to check the lines by")
	}
	switch {
	case s.Broken > 0:
		said = append(said, "does not follow what came before")
	case s.Following > 0:
		said = append(said, "follows what came before")
	}
	return said
}

// accountWords says how the book knew the account.
func accountWords(by string) string {
	switch by {
	case "option":
		return "account as --account says"
	case "new":
		return "account seen for the first time"
	case "only":
		return "account not named in the file: the book's only one"
	case "iban":
		return "account known by its IBAN"
	case "named":
		return "account named for the first time"
	}
	return "account known by its number"
}
