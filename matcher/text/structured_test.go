package text

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestReadPublished reads references that banks and libraries publish as examples.
func TestReadPublished(t *testing.T) {
	for _, c := range []struct {
		scheme  Scheme
		ref     string
		payload string // empty: refused
	}{
		{RF, "RF18539007547034", "539007547034"},
		{RF, "RF18000000000539007547034", "000000000539007547034"},
		{RF, "RF471234567890", "1234567890"},
		{RF, "RF712348231", "2348231"},
		{RF, "RF68AB2G5", "AB2G5"},
		{RF, "RF08B3700321", "B3700321"},
		{RF, "RF49N73GBST73AKL38ZX", "N73GBST73AKL38ZX"},
		{RF, "RF4113", "13"},
		{RF, "RF19539007547034", ""},
		{RF, "RF181234567890123456789012", ""},
		{RF, "RF18", ""},
		{RF, "rf18539007547034", ""},
		{OGM, "010806817183", "0108068171"},
		{OGM, "312401398067", "3124013980"},
		{OGM, "012345678939", "0123456789"},
		{OGM, "000000000097", "0000000000"}, // a remainder of 0 is written 97
		{OGM, "000000000000", ""},
		{OGM, "010806817180", ""},
		{OGM, "10806817183", ""},
		{QRR, "210000000003139471430009017", "21000000000313947143000901"},
		{QRR, "210000000003139471430009018", ""},
		{QRR, "10000000003139471430009017", ""},
		{Viite, "1234561", "123456"},
		{Viite, "12345672", "1234567"},
		{Viite, "234096783", "23409678"},
		{Viite, "1234567123456784", "123456712345678"},
		{Viite, "00000000000001234561", "0000000000000123456"},
		{Viite, "1234562", ""},
		{Viite, "123", ""},
		{KID10, "12344", "1234"},
		{KID10, "602243", "60224"},
		{KID10, "2345676", "234567"},
		{KID10, "12343", ""},
		{KID11, "12343", "1234"},
		{KID11, "12344", ""},
		{KID11, "12343-", ""},
		{KID11, "", ""},
		{NoScheme, "12344", ""},
	} {
		payload, ok := c.scheme.Read(c.ref)
		if payload != c.payload || ok != (c.payload != "") {
			t.Errorf("scheme %d reads %q as %q, %v, want %q", c.scheme, c.ref, payload, ok, c.payload)
		}
	}
}

// TestMakeRead makes references and reads them again; with one digit changed they are refused.
func TestMakeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Scheme(rapid.IntRange(int(RF), int(KID11)).Draw(t, "scheme"))
		payload := rapid.StringMatching(`[0-9]{1,28}`).Draw(t, "payload")
		if s == RF {
			payload = rapid.StringMatching(`[0-9A-Z]{1,23}`).Draw(t, "payload")
		}
		ref, ok := s.Make(payload)
		if !ok {
			if n := len(payload); n >= 3 && n <= 10 {
				t.Fatalf("scheme %d makes nothing of %q", s, payload)
			}
			return
		}
		got, ok := s.Read(ref)
		if padded := strings.TrimLeft(got, "0") == strings.TrimLeft(payload, "0") && (s == OGM || s == QRR); !ok || got != payload && !padded {
			t.Fatalf("scheme %d made %q of %q and read %q, %v", s, ref, payload, got, ok)
		}
		at := rapid.IntRange(0, len(ref)-1).Draw(t, "at")
		digit := byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		if c := ref[at]; c < '0' || c > '9' || c == digit {
			return
		}
		if wrong := ref[:at] + string(digit) + ref[at+1:]; reads(s, wrong) {
			t.Fatalf("scheme %d takes %q for %q", s, wrong, ref)
		}
	})
}

func reads(s Scheme, ref string) bool {
	_, ok := s.Read(ref)
	return ok
}

// TestElevenDash has the hyphen for a check digit of ten.
func TestElevenDash(t *testing.T) {
	n := 0
	for i := range 100 {
		ref, ok := KID11.Make(fmt.Sprint(1000 + i))
		if !ok || !reads(KID11, ref) {
			t.Fatalf("%d gives %q", 1000+i, ref)
		}
		if strings.HasSuffix(ref, "-") {
			n++
			if reads(KID10, ref) || reads(KID11, "1"+ref) && reads(KID11, "2"+ref) {
				t.Errorf("%q passes as another", ref)
			}
		}
	}
	if n < 5 || n > 15 {
		t.Errorf("%d of 100 end in a hyphen", n)
	}
}

// found writes the references of a text: scheme, whole and whether it is valid.
func found(s string) string {
	f := Fold(s)
	names := map[Scheme]string{RF: "rf", OGM: "ogm", QRR: "qrr", Viite: "viite", KID10: "kid10", KID11: "kid11"}
	var out []string
	for _, r := range f.Structured(f.Runs()) {
		one := names[r.Scheme] + " " + r.Whole
		if !r.Valid {
			one += " wrong"
		}
		if !r.Marked {
			one += " bare"
		}
		out = append(out, one)
	}
	return strings.Join(out, "; ")
}

// TestStructured finds references as people and banks write them.
func TestStructured(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "FACTURE 2026-0042", ""},
		{"rf compact", "inv rf18539007547034 thanks", "rf RF18539007547034"},
		{"rf in fours", "RF18 5390 0754 7034", "rf RF18539007547034"},
		{"rf in fours, more behind", "RF18 5390 0754 7034 FACTURE 1", "rf RF18539007547034"},
		{"rf with letters", "REF RF59FAC20260001", "rf RF59FAC20260001"},
		{"rf parted otherwise", "RF 18 539007547034", "rf RF18539007547034 bare; ogm 539007547034 bare"},
		{"rf over two lines", "RF185390\n07547034", "rf RF18539007547034"},
		{"rf with a slip", "RF18 5390 0754 7035", "rf RF185390075470" + "35 wrong"},
		{"rf is a word of the series", "RF 2026-0042", ""},
		{"belgian", "+++010/8068/17183+++", "ogm 010806817183"},
		{"belgian, asterisks", "***010/8068/17183***", "ogm 010806817183"},
		{"belgian, no slashes", "+++010806817183+++", "ogm 010806817183"},
		{"belgian, spaced", "+++ 010 / 8068 / 17183 +++", "ogm 010806817183"},
		{"belgian, the end cut off", "+++010/8068/17183", "ogm 010806817183"},
		{"belgian over two lines", "VIR +++010/80\n68/17183+++", "ogm 010806817183"},
		{"belgian, slashes alone", "010/8068/17183", "ogm 010806817183 bare"},
		{"belgian, digits alone", "COM 010806817183", "ogm 010806817183 bare"},
		{"belgian with a slip", "+++010/8068/17182+++", "ogm 010806817182 wrong"},
		{"belgian, a digit lost", "+++010/8068/1718+++", "ogm 01080681718 wrong"},
		{"belgian digits with a slip", "010806817182", ""},
		{"a decorated number", "+++2026/0042+++", ""},
		{"two belgian ones", "+++010/8068/17183+++ +++000/0000/00097+++", "ogm 010806817183; ogm 000000000097"},
		{"swiss", "QRR 210000000003139471430009017", "qrr 210000000003139471430009017"},
		{"swiss in fives", "21 00000 00003 13947 14300 09017", "qrr 210000000003139471430009017"},
		{"swiss with a slip", "21 00000 00003 13947 14300 09018", ""},
		{"finnish", "VIITE 12 34561", "viite 1234561"},
		{"finnish with a slip", "Viite: 12 34562", "viite 1234562 wrong"},
		{"finnish, no word", "LASKU 1234561", ""},
		{"norwegian", "KID: 602243", "kid10 602243"},
		{"norwegian, modulo 11", "KID 12343", "kid11 12343"},
		{"swedish", "OCR 12344", "kid10 12344"},
		{"alone", "12344", "viite 12344 bare; kid10 12344 bare"},
		{"alone, all that it can be", "1234561", "viite 1234561 bare"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(c.text); got != c.want {
				t.Errorf("%q holds %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// TestStructuredSpaced finds a reference however it is parted, at its place.
func TestStructuredSpaced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref, _ := OGM.Make(rapid.StringMatching(`[0-9]{1,10}`).Draw(t, "payload"))
		gap := rapid.SampledFrom([]string{"", "/", " ", "\n", " / ", "-", "."})
		before := rapid.SampledFrom([]string{"", "VIR ", "é 12, ", "ref:"}).Draw(t, "before")
		written := "+++" + ref[:3] + gap.Draw(t, "first") + ref[3:7] + gap.Draw(t, "second") + ref[7:] + "+++"
		f := Fold(before + written)
		for _, s := range f.Structured(f.Runs()) {
			if span := f.Span(int(s.Start), int(s.End)); s.Scheme == OGM && s.Valid && s.Marked && "+++"+(before + written)[span[0]:span[1]]+"+++" == written {
				return
			}
		}
		t.Fatalf("%q is not found", before+written)
	})
}

// FuzzStructured finds only what is in the text, and only what checks.
func FuzzStructured(f *testing.F) {
	for _, s := range []string{"RF18 5390 0754 7034", "+++010/8068/17183+++", "KID 12343-", "VIITE 12 34561", "21 00000 00003 13947 14300 09017", "***/***", "RF", "++ 1/2/3 ++"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		for _, r := range folded.Structured(folded.Runs()) {
			if r.Start >= r.End || int(r.End) > len(folded.B) || len(r.Whole) > maxReference {
				t.Fatalf("%+v is out of the text", r)
			}
			if payload, ok := r.Scheme.Read(r.Whole); ok != r.Valid || ok && payload != r.Payload || !r.Valid && !r.Marked {
				t.Fatalf("%+v is read as %q, %v", r, payload, ok)
			}
		}
	})
}
