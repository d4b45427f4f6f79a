// Package text turns what people and banks write into things that compare: folded
// letters, runs of letters and digits with their place in the original, words of
// names without legal forms, and the shapes of a company's document numbers.
//
//	Fold("Réglt FA-2026/0042")   "REGLT FA-2026/0042", each byte with its place in the original
//	Folded.Runs()                REGLT, FA, 2026, 0042
//	Name("SARL Léa & Fils")      LEA, FILS; legal form SARL
//
// Everything is a pure function of its arguments. Lengths are bytes; nothing here
// fails: text that is no text folds to blanks. A text longer than MaxFold is cut there.
package text
