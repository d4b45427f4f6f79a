package calibrate

// Fit returns for each bucket what share of right outcomes the whole table lets expect
// there, in millionths: the isotonic regression of the buckets' shares, which never
// falls from one bucket to the next (pool adjacent violators, weighted by outcomes;
// Ayer and others 1955). A bucket without outcomes takes over from the one below;
// -1 where there is none.
func (t Table) Fit() []int32 {
	type pool struct{ n, right, buckets int }
	var pools []pool
	for _, b := range t {
		p := pool{b.N, b.N - b.Wrong, 1}
		for len(pools) > 0 {
			last := pools[len(pools)-1]
			if p.n > 0 && (last.n == 0 || last.right*p.n <= p.right*last.n) {
				break
			}
			p = pool{p.n + last.n, p.right + last.right, p.buckets + last.buckets}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, p)
	}
	fitted := make([]int32, 0, len(t))
	for _, p := range pools {
		share := int32(-1)
		if p.n > 0 {
			share = int32(p.right * million / p.n)
		}
		for range p.buckets {
			fitted = append(fitted, share)
		}
	}
	return fitted
}
