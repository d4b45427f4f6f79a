package store

import (
	"context"
	"fmt"
)

// LimitPages bounds the size of the file, as a full disk does.
func (s *Store) LimitPages(ctx context.Context, n int) error {
	_, err := s.write.db.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", n))
	return err
}
