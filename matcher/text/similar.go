package text

// OneEdit reports whether two texts differ by exactly one letter changed, left
// out, put in, or by two neighbours swapped.
func OneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// Swapped reports whether two texts differ by two neighbours that changed places.
func Swapped(a, b string) bool { return len(a) == len(b) && OneEdit(a, b) && !oneChanged(a, b) }

func oneChanged(a, b string) bool {
	changed := 0
	for i := range len(a) {
		if a[i] != b[i] {
			changed++
		}
	}
	return changed == 1
}

// Neighbours calls yield with each text that lacks one letter of s: two texts one
// edit apart share such a neighbour or are each other's. The text is gone when yield
// returns: the next is written in its place.
func Neighbours(s string, yield func([]byte)) {
	var space [64]byte
	buf := space[:0]
	for i := range len(s) {
		if i > 0 && s[i] == s[i-1] {
			continue
		}
		buf = append(append(buf[:0], s[:i]...), s[i+1:]...)
		yield(buf)
	}
}
