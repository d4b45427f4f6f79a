package batch

import "iter"

// ahead reads a sequence in a goroutine of its own, a few hundred values ahead of
// the one that is asked for. The goroutine has ended when the loop has.
func ahead[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	const block, blocks = 256, 4
	type part struct {
		values []T
		err    error
	}
	return func(yield func(T, error) bool) {
		parts, stop, ended := make(chan part, blocks), make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			defer close(parts)
			p := part{values: make([]T, 0, block)}
			send := func() bool {
				select {
				case parts <- p:
					p = part{values: make([]T, 0, block)}
					return true
				case <-stop:
					return false
				}
			}
			for v, err := range seq {
				if p.err = err; err == nil {
					p.values = append(p.values, v)
				}
				if (err != nil || len(p.values) == block) && !send() {
					return
				}
			}
			send()
		}()
		defer func() { <-ended }()
		defer close(stop)
		for p := range parts {
			for _, v := range p.values {
				if !yield(v, nil) {
					return
				}
			}
			if p.err != nil {
				var none T
				yield(none, p.err)
				return
			}
		}
	}
}
