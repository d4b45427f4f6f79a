package matcher

import "testing"

// TestSeenOfDifferences: an amount that differs is seen as its kind of difference.
func TestSeenOfDifferences(t *testing.T) {
	for k := partial; int(k) < len(differences); k++ {
		if got, want := string(seenWords[seenPartial+seenAs(k-partial)]), string(differences[k]); got != want {
			t.Errorf("a difference of kind %s is seen as %s", want, got)
		}
	}
	for s := notSeen + 1; int(s) < len(seenWords); s++ {
		if seenWords[s] == "" {
			t.Errorf("seenAs %d has no word", s)
		}
	}
}
