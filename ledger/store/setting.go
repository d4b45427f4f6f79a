package store

import (
	"context"

	"lettrage/ledger"
)

// SetSetting records a setting; intakes that follow are processed by it. One that is in
// force already is recorded again, which callers avoid.
func (tx *Tx) SetSetting(s ledger.Setting) error {
	if s.Name == "" || s.Value == "" {
		return tx.fail(ledger.Errorf(ledger.Invalid, "setting", "should have a name and a value"))
	}
	_, err := tx.Append(ledger.SettingChanged, s.Ref(), s.Digest())
	return err
}

// Setting returns the value that the setting of a name had for the intake of that
// number (0: has now), empty when it was never set.
func (s *Store) Setting(ctx context.Context, company ledger.CompanyID, name string, before int64) (string, error) {
	first := ledger.Setting{Name: name}.Ref()
	refs, err := all(ctx, s.read, scanOf[string], `SELECT ref FROM event WHERE company = ? AND kind = 'setting' AND ref >= ? AND ref < ? AND seq < ?
		ORDER BY seq DESC LIMIT 1`, string(company), first, name+">", until(before))
	if err != nil || len(refs) == 0 {
		return "", err
	}
	set, _ := ledger.ParseSetting(refs[0])
	return set.Value, nil
}
