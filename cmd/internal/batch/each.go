package batch

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls f for 0 to n−1 on all cores, each once, and returns when all calls have.
// A panic of a call is one of each.
func each(n int, f func(int)) {
	const few = 64 // that are not worth a goroutine
	workers := min(runtime.GOMAXPROCS(0), (n+few-1)/few)
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var all sync.WaitGroup
	var failed atomic.Pointer[any]
	for range workers {
		all.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					failed.CompareAndSwap(nil, &r)
				}
			}()
			for {
				from := int(next.Add(few)) - few
				if from >= n {
					return
				}
				for i := from; i < min(from+few, n); i++ {
					f(i)
				}
			}
		})
	}
	all.Wait()
	if r := failed.Load(); r != nil {
		panic(*r)
	}
}
