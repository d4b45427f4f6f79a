package camt

import (
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// batch gives a line the details of its payments, where they sum up to it. Else it
// keeps what they say as evidence and leaves the details out: which part of the line
// each paid is not known.
func (r *reader) batch(s *statement, e *entry, t *ledger.Transaction) {
	sums, ok := e.split()
	if !ok {
		r.warn("details", e.line, "the payments of the entry don't sum up to it; it is taken as one payment")
		r.evidence(s, e, t)
		return
	}
	t.Details = make([]ledger.Detail, len(e.details))
	returned := true // all of them came back
	for i := range e.details {
		d := &e.details[i]
		p := r.payment(s, e, d, t.Kind, sums[i])
		p.Remittance = joined(p.Remittance, d.info, "\n", r.limits.FieldBytes)
		t.Details[i] = ledger.Detail{Amount: e.signed(sums[i]), Payment: p}
		returned = returned && p.ReturnReason != ""
	}
	if returned {
		t.Kind = ledger.Returned
	}
}

// split returns what each payment of an entry of several is worth, in the entry's
// currency: by TxDtls/Amt or, before .001.04, by one of the amounts of AmtDtls. It
// takes the first of these that sums up to the entry.
func (e *entry) split() ([]money.Amount, bool) {
	if len(e.details) < 2 || e.mixed() {
		return nil, false
	}
	for _, pick := range []func(*detail) money.Amount{
		func(d *detail) money.Amount {
			return firstIn(e.sum.Currency(), d.sum, d.amounts.transaction, d.amounts.counterValue, d.amounts.instructed)
		},
		func(d *detail) money.Amount { return firstIn(e.sum.Currency(), d.amounts.transaction) },
		func(d *detail) money.Amount { return firstIn(e.sum.Currency(), d.amounts.counterValue) },
		func(d *detail) money.Amount { return firstIn(e.sum.Currency(), d.amounts.instructed) },
	} {
		sums := make([]money.Amount, len(e.details))
		for i := range e.details {
			sums[i] = pick(&e.details[i])
		}
		if total, err := money.Sum(e.sum.Currency(), sums...); err == nil && total == e.sum {
			return sums, true
		}
	}
	return nil, false
}

func firstIn(c money.Currency, amounts ...money.Amount) money.Amount {
	for _, m := range amounts {
		if m.Currency() == c {
			return m
		}
	}
	return money.New(0, c)
}

// mixed reports whether some payments go one way and some the other.
func (e *entry) mixed() bool {
	for i := range e.details {
		if e.details[i].sign != e.details[0].sign {
			return true
		}
	}
	return false
}

// evidence gathers what the payments say: texts, references, and the other side,
// whose names are texts where there are several.
func (r *reader) evidence(s *statement, e *entry, t *ledger.Transaction) {
	payments := make([]ledger.Payment, len(e.details))
	one := true
	for i := range e.details {
		payments[i] = r.payment(s, e, &e.details[i], t.Kind, t.Amount)
		one = one && payments[i].Counterparty == payments[0].Counterparty
	}
	if one {
		t.Counterparty, t.Ultimate = payments[0].Counterparty, payments[0].Ultimate
	}
	for i, p := range payments {
		texts := []string{p.Remittance, e.details[i].info, p.EndToEndID}
		if !one {
			texts = append(texts, p.Counterparty.Name)
		}
		for _, text := range texts {
			t.Remittance = joined(t.Remittance, text, "\n", r.limits.FieldBytes)
		}
		if len(t.References)+len(p.References) <= maxReferences {
			t.References = append(t.References, p.References...)
		}
	}
}
