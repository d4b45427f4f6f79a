package matcher

import (
	"slices"
	"strings"
	"testing"

	"lettrage/matcher/text"
)

// TestWordsOnce wants each word in one list, folded as texts are: of two lists one would be in vain.
func TestWordsOnce(t *testing.T) {
	seen := make(map[string]wordClass)
	for class := plainWord; class <= discountWord; class++ {
		words := strings.Fields(wordLists[class])
		if len(words) == 0 {
			t.Errorf("class %d should have words", class)
		}
		for _, w := range words {
			if other, twice := seen[w]; twice {
				t.Errorf("%s is of class %d, should not be of class %d too", w, other, class)
			}
			seen[w] = class
			if folded := text.Fold(w); string(folded.B) != w {
				t.Errorf("%s should be folded: %s", w, folded.B)
			}
		}
	}
}

// TestTablesAgree wants what tables say of one word to fit.
func TestTablesAgree(t *testing.T) {
	for _, table := range []struct {
		name    string
		words   map[string]bool
		classes []wordClass
	}{
		{"phoneWords", phoneWords, []wordClass{noiseWord}},
		{"ofSomething", ofSomething, []wordClass{invoiceWord}},
	} {
		for w := range table.words {
			if !slices.Contains(table.classes, wordClasses[w]) {
				t.Errorf("%s of %s is of class %d, should be of %d", w, table.name, wordClasses[w], table.classes)
			}
		}
	}
	for w := range bankBegins {
		if movements[w] {
			t.Errorf("%s should not be in bankBegins: it is in movements", w)
		}
	}
}
