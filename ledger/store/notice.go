package store

import (
	"context"
	"iter"
	"slices"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Entries of a bank's notices (camt.054) are kept beside the lines and never booked. A
// notice that the book has already, alike in all that it says, is not kept again; two
// alike in one file are two.

// noticeTarget stands for the account of staged notices, which are compared with no line by day.
const noticeTarget = 1 << 30

// stagedTarget is the target under which a statement's lines are staged.
func (s loaded) stagedTarget() int {
	if s.IsNotice() {
		return noticeTarget
	}
	return s.target
}

// noticeKey is what the notices that are one have in common, but for their texts.
type noticeKey struct {
	account ledger.AccountRef
	bankID  string
	booked  ledger.Date
	amount  money.Amount
}

// identifyNotices finds out which notices of the file the book has already.
func (t *taking) identifyNotices() error {
	t.knownNotices = make(map[int]bool)
	book := make(map[noticeKey][]string) // texts of those that no notice of the file was found to be yet
	for f, err := range t.source.notices() {
		if err != nil {
			return err
		}
		s := t.statements[f.statement]
		k := noticeKey{s.Account, f.BankID, f.Booked, f.Amount}
		if _, read := book[k]; !read {
			if book[k], err = t.noticeTexts(k); err != nil {
				return err
			}
		}
		r := &t.res.Statements[f.statement]
		if found := slices.Index(book[k], encodeTexts(f.Transaction)); found >= 0 {
			book[k] = slices.Delete(book[k], found, found+1)
			t.knownNotices[f.n] = true
			r.NoticesKnown++
		} else {
			r.Notices++
			t.newNotices++
		}
	}
	return nil
}

func (t *taking) noticeTexts(k noticeKey) ([]string, error) {
	return all(t.ctx, t.q, scanOf[string], `SELECT texts FROM notice WHERE company = ? AND booked = ? AND amount = ? AND currency = ? AND bank_id = ? AND iban = ? AND other = ? ORDER BY seq`,
		string(t.company), k.booked.String(), k.amount.Minor(), string(k.amount.Currency()), k.bankID, string(k.account.IBAN), k.account.Other)
}

var noticeTable = newTable("notice", "seq intake iban other scheme bank_id booked value amount currency kind code reversal place salt texts commitment")

// writeNotices writes the file's new notices under an intake.
func (t *taking) writeNotices(tx *Tx, intake int64) error {
	if t.newNotices == 0 {
		return nil
	}
	last, err := one(tx.ctx, tx, scanOf[int64], `SELECT COALESCE(MAX(seq), 0) FROM notice WHERE company = ?`, string(t.company))
	if err != nil {
		return err
	}
	to, family := tx.insertInto(noticeTable), scheme(t.opt.Format)
	for f, err := range t.source.notices() {
		if err != nil {
			return err
		}
		if t.knownNotices[f.n] {
			continue
		}
		last++
		n := ledger.Notice{Seq: last, Intake: intake, Account: t.statements[f.statement].Account, Salt: ledger.DeriveSalt(t.opt.SaltKey, f.n), Transaction: f.Transaction}
		hash := n.Commitment()
		t.hashes = append(t.hashes, hash)
		if err := to.add(n.Seq, intake, string(n.Account.IBAN), n.Account.Other, family, n.BankID, n.Booked.String(), n.Value.String(), n.Amount.Minor(), string(n.Amount.Currency()),
			string(n.Kind), n.Code, flag(n.Reversal), n.Line, n.Salt[:], encodeTexts(n.Transaction), hash[:]); err != nil {
			return err
		}
	}
	return to.flush()
}

func scanNotice(r scanner) (ledger.Notice, error) {
	var n ledger.Notice
	var days [2]string
	var minor int64
	var cur money.Currency
	var salt, recorded []byte
	var texts string
	err := r.Scan(&n.Seq, &n.Intake, (*string)(&n.Account.IBAN), &n.Account.Other, &n.BankID, &days[0], &days[1], &minor, (*string)(&cur),
		(*string)(&n.Kind), &n.Code, &n.Reversal, &n.Line, &salt, &texts, &recorded)
	if err != nil {
		return n, err
	}
	copy(n.Salt[:], salt)
	copy(n.Recorded[:], recorded)
	n.Amount = money.New(minor, cur)
	if err := parseDays(days[:], &n.Booked, &n.Value); err != nil {
		return n, err
	}
	return n, decodeTexts(texts, &n.Transaction)
}

const selectNotice = `SELECT n.seq, n.intake, n.iban, n.other, n.bank_id, n.booked, n.value, n.amount, n.currency, n.kind, n.code, n.reversal, n.place, n.salt, n.texts, n.commitment
	FROM notice n WHERE n.company = ?`

// Notices yields the company's notices in the order in which they were taken.
func (s *Store) Notices(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Notice, error] {
	return rows(ctx, s.read, scanNotice, selectNotice+` ORDER BY n.seq`, string(company))
}

// WaitingNotices counts the notices of which no statement has brought the line.
func (s *Store) WaitingNotices(ctx context.Context, company ledger.CompanyID) (int64, error) {
	return one(ctx, s.read, scanOf[int64], `SELECT COUNT(*) FROM notice n WHERE n.company = ? AND `+waits, string(company))
}

// waits is the condition that no line is known of which a notice n tells.
const waits = `NOT EXISTS (SELECT 1 FROM told w WHERE w.company = n.company AND w.notice = n.seq)`

func scanTold(r scanner) (ledger.Told, error) {
	var t ledger.Told
	return t, r.Scan((*string)(&t.Line), &t.Notice, &t.Intake)
}

// Told yields which line each notice tells of, in the order of the chain.
func (s *Store) Told(ctx context.Context, company ledger.CompanyID) iter.Seq2[ledger.Told, error] {
	return rows(ctx, s.read, scanTold, `SELECT l.id, w.notice, w.intake FROM told w JOIN line l ON l.company = w.company AND l.seq = w.line
		WHERE w.company = ? ORDER BY w.intake, w.notice`, string(company))
}
