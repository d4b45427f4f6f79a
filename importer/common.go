package importer

// Common keeps one string for each of the values that come often in a file: codes,
// currencies, the bank's own words for a kind of line. The zero value is ready.
type Common struct{ known map[string]string }

// String returns b as a string, the same one for the same bytes while few different ones were seen.
func (c *Common) String(b []byte) string {
	const most = 1000
	if s, ok := c.known[string(b)]; ok {
		return s
	}
	if c.known == nil {
		c.known = make(map[string]string)
	}
	s := string(b)
	if len(c.known) < most {
		c.known[s] = s
	}
	return s
}
