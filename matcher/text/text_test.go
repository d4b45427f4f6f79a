package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestFold writes texts in capitals without accents.
func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Réglt FA-2026/0042", "REGLT FA-2026/0042"}, {"œuvre Straße", "OEUVRE STRASSE"}, {"n° 12", "N  12"}, {"nº 12", "NO 12"}, {"Ångström Łódź", "ANGSTROM LODZ"},
		{"l’échéance", "L'ECHEANCE"}, {"12–14", "12-14"}, {"ﬁn ²", "FIN 2"}, {"", ""}, {"e\u0301te\u0301", "ETE"},
	} {
		if got := Fold(c.in).String(); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestFoldKeepsPlaces gives each folded byte its place in the original, in order.
func TestFoldKeepsPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		checkFold(t, s)
	})
}

type failer interface{ Fatalf(string, ...any) }

func checkFold(t failer, s string) {
	f := Fold(s)
	if len(f.at) > 0 && len(f.B) != len(f.at) || !slices.IsSorted(f.at) {
		t.Fatalf("%d bytes have %d places", len(f.B), len(f.at))
	}
	if !utf8.Valid(f.B) && utf8.ValidString(s) && len(s) <= MaxFold {
		t.Fatalf("folding made no text of a text")
	}
	end := int32(0)
	for _, r := range f.Runs() {
		if r.Start < end || r.End <= r.Start || int(r.End) > len(f.B) {
			t.Fatalf("run %v after %d", r, end)
		}
		end = r.End
		span := f.Span(int(r.Start), int(r.End))
		if span[0] < 0 || span[1] <= span[0] || int(span[1]) > len(s) {
			t.Fatalf("a run points at %v of %d bytes", span, len(s))
		}
	}
	if g, ok := f.Repair(nil); ok && (len(g.B) != len(f.B) || string(g.B) == string(f.B)) {
		t.Fatalf("a repair moved the text")
	}
}

// TestFoldOnce changes nothing in what is folded.
func TestFoldOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.StringMatching(`[A-Za-zéèçœß0-9 /.-]{0,40}`).Draw(t, "text")).String()
		if twice := Fold(once).String(); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

// TestSpanInAccents ends behind the last byte of a letter of several.
func TestSpanInAccents(t *testing.T) {
	for _, s := range []string{"éé", "œ", "Réglé"} {
		f := Fold(s)
		if span := f.Span(0, len(f.B)); span != [2]int32{0, int32(len(s))} {
			t.Errorf("the whole of %q is %v", s, span)
		}
	}
}

// TestRuns parts letters from digits.
func TestRuns(t *testing.T) {
	f := Fold("FA-2026/0042b 7")
	var got []string
	for _, r := range f.Runs() {
		got = append(got, string(f.Text(r)))
	}
	if want := []string{"FA", "2026", "0042", "B", "7"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRepair reads letters as digits only beside digits.
func TestRepair(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"26O1O196", "26010196"}, {"FA-2O26", "FA-2026"}, {"2026-02-57I", "2026-02-571"}, {"B0B", "808"}, {"SOLO", ""}, {"OK 12", ""}, {"12 O", ""},
	} {
		f, ok := Fold(c.in).Repair(nil)
		if ok != (c.want != "") || ok && f.String() != c.want {
			t.Errorf("Repair(%q) = %q, %v; want %q", c.in, f.String(), ok, c.want)
		}
	}
}

// TestName takes legal forms, titles and particles off.
func TestName(t *testing.T) {
	for _, c := range []struct{ in, core, form string }{
		{"SARL Léa & Fils", "LEA FILS", "SARL"}, {"Müller GmbH", "MULLER", "GMBH"}, {"M. OU MME Jean DUPONT", "JEAN DUPONT", ""},
		{"S.A.S. Les Vignes", "VIGNES", "SAS"}, {"Renoval Services S.à r.l.", "RENOVAL SERVICES", "SARL"}, {"SA", "SA", "SA"}, {"Van Dijk Bloemen B.V.", "DIJK BLOEMEN", "BV"}, {"", "", ""},
	} {
		w := Name(c.in)
		if got := strings.Join(w.Core, " "); got != c.core || w.Form != c.form {
			t.Errorf("Name(%q) = %q, form %q; want %q, form %q", c.in, got, w.Form, c.core, c.form)
		}
	}
}

// TestOneEdit is one letter changed, left out, put in, or two swapped.
func TestOneEdit(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"VASSEUR", "VASEUR", true}, {"VASEUR", "VASSEUR", true}, {"AB", "BA", true}, {"ABC", "ABD", true}, {"A", "", true}, {"ABC", "ABC", false}, {"ABC", "BCA", false}, {"ABCD", "AB", false}} {
		if got := OneEdit(c.a, c.b); got != c.want {
			t.Errorf("OneEdit(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

// TestNeighbours share a text for every two texts one edit apart.
func TestNeighbours(t *testing.T) {
	near := func(s string) []string {
		all := []string{s}
		Neighbours(s, func(n []byte) { all = append(all, string(n)) })
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringMatching(`[A-C]{2,8}`).Draw(t, "a")
		b := rapid.StringMatching(`[A-C]{2,8}`).Draw(t, "b")
		shared := slices.ContainsFunc(near(a), func(n string) bool { return slices.Contains(near(b), n) })
		if OneEdit(a, b) && !shared {
			t.Fatalf("%q and %q share no neighbour", a, b)
		}
	})
}

// FuzzFold folds any bytes.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Réglt FA-2026/0042", "\xff\xfe", "œß", "e\u0301", strings.Repeat("é", 3000), "1\u0660\u06f02", "\u202eabc", "ﬁ½", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkFold(t, s)
		Name(s)
		Compact(s)
		for _, p := range Learn([]Sample{{s, 2026, 1}, {s + "1", 2026, 2}, {"1" + s, 0, 0}}).Numbers {
			if len(p.Whole()) > 6*MaxFold {
				t.Errorf("%d bytes made of %d", len(p.Whole()), len(s))
			}
			digits := strings.Map(func(r rune) rune {
				if r < '0' || r > '9' {
					return -1
				}
				return r
			}, p.Whole())
			if p.Digits() != digits || !strings.HasPrefix(p.Whole(), p.Prefix()) || !strings.HasPrefix(p.Whole(), p.Stem()) {
				t.Errorf("%q has digits %q, prefix %q, stem %q", p.Whole(), p.Digits(), p.Prefix(), p.Stem())
			}
		}
	})
}

// TestBegins compares letters and digits alone.
func TestBegins(t *testing.T) {
	for _, c := range []struct {
		text, with string
		want       bool
	}{
		{"VIR SEPA RECU DE DUPONT", "Vir. Sepa", true}, {"VIR SEPA", "VIR SEPA RECU", false}, {"Réglt 42", "REGLT", true},
		{"42", "", true}, {"", "42", false}, {strings.Repeat("AB ", 500), strings.Repeat("ab", 499), true},
	} {
		if got := Begins(c.text, c.with); got != c.want {
			t.Errorf("Begins(%q, %q) = %v", c.text, c.with, got)
		}
	}
}
