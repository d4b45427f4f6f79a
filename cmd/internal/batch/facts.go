package batch

import (
	"context"
	"slices"
	"strings"

	"lettrage/ledger"
	"lettrage/ledger/store"
)

// FactItem is a fact that was learned, or a rule.
type FactItem struct {
	ledger.Learned
	Name string // of the customer
}

// Facts returns what was learned, by kind, key and customer.
func (b *Batch) Facts(ctx context.Context, c ledger.Company) ([]FactItem, error) {
	if err := b.settled(ctx, c); err != nil {
		return nil, err
	}
	facts, err := b.Store.Facts(ctx, c.ID, 0)
	if err != nil {
		return nil, err
	}
	names, err := b.customerNames(ctx, c)
	if err != nil {
		return nil, err
	}
	items := make([]FactItem, len(facts))
	for i, f := range facts {
		items[i] = FactItem{f, names[f.Customer]}
	}
	return items, nil
}

func (b *Batch) customerNames(ctx context.Context, c ledger.Company) (map[ledger.CustomerID]string, error) {
	customers, err := b.Store.Customers(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	items, err := b.Store.Items(ctx, c.ID, 0)
	if err != nil {
		return nil, err
	}
	names := make(map[ledger.CustomerID]string)
	for _, customer := range withNames(customers, items) {
		names[customer.ID] = customer.Name
	}
	return names, nil
}

// oneFact returns the one fact whose ID begins so.
func oneFact(facts []FactItem, id string) (FactItem, error) {
	return beginsSo(facts, id,
		&ledger.Error{Kind: ledger.NotFound, Field: "fact", Msg: "the book has learned none of this ID", Hint: "lettrage facts list"},
		&ledger.Error{Kind: ledger.Ambiguous, Field: "fact", Msg: "several facts have an ID that begins so", Hint: "give more of it: lettrage facts list --format jsonl has the whole of it"})
}

// beginsSo returns the one fact or rule whose ID begins so, or the error for none or several.
func beginsSo[T interface{ ID() ledger.FactID }](all []T, id string, none, several error) (one T, err error) {
	err = none
	for _, f := range all {
		switch {
		case id == "" || !strings.HasPrefix(string(f.ID()), id):
		case err == nil:
			return *new(T), several
		default:
			one, err = f, nil
		}
	}
	return one, err
}

// ForgetFact forgets a fact or a rule, as an event. What was decided by it stays.
func (b *Batch) ForgetFact(ctx context.Context, c ledger.Company, id string) (item FactItem, err error) {
	err = b.changeFacts(ctx, c, id, func(f FactItem) ([]ledger.Lesson, error) {
		item = f
		return nil, nil
	})
	return item, err
}

// MoveFact says that a fact is one of another customer: it is forgotten of the one and
// taught of the other, as often as it was taught and once more, for a person looked at
// it itself.
func (b *Batch) MoveFact(ctx context.Context, c ledger.Company, id string, customer ledger.CustomerID) (item FactItem, err error) {
	names, err := b.customerNames(ctx, c)
	if err != nil {
		return item, err
	}
	err = b.changeFacts(ctx, c, id, func(f FactItem) ([]ledger.Lesson, error) {
		name, ok := names[customer]
		switch {
		case f.Kind == ledger.RuleOf:
			return nil, &ledger.Error{Kind: ledger.Invalid, Field: "fact", Msg: "is a rule, which has no customer", Hint: "lettrage facts remove takes it back"}
		case !ok:
			return nil, &ledger.Error{Kind: ledger.NotFound, Field: "customer", Msg: "the book has none of this ID", Hint: "it should be an ID of the list of customers"}
		case f.Customer == customer:
			return nil, &ledger.Error{Kind: ledger.Invalid, Field: "customer", Msg: "should be another than the fact's"}
		}
		moved := ledger.Fact{Kind: f.Kind, Key: f.Key, Customer: customer}
		item = FactItem{ledger.Learned{Fact: moved}, name}
		return []ledger.Lesson{{Fact: moved, Change: max(f.Count, 0) + 1, By: ledger.Person}}, nil
	})
	return item, err
}

// changeFacts forgets a fact and learns others anew in its place, in one transaction on
// settled books.
func (b *Batch) changeFacts(ctx context.Context, c ledger.Company, id string, say func(FactItem) ([]ledger.Lesson, error)) error {
	return b.onSettled(ctx, c, func(since mark) error {
		facts, err := b.Facts(ctx, c)
		if err != nil {
			return err
		}
		f, err := oneFact(facts, id)
		if err != nil {
			return err
		}
		lessons, err := say(f)
		if err != nil {
			return err
		}
		return b.update(ctx, c, b.Today, &since, func(tx *store.Tx) error {
			gone := []ledger.Fact{f.Fact}
			for _, l := range lessons {
				gone = append(gone, l.Fact)
			}
			for _, g := range facts {
				if slices.ContainsFunc(gone, func(f ledger.Fact) bool { return f.ID() == g.ID() }) {
					if err := tx.RemoveFact(g.Fact); err != nil {
						return err
					}
				}
			}
			return learn(tx, 0, lessons)
		})
	})
}
