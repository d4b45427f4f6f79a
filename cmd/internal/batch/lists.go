package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"lettrage/importer"
	"lettrage/importer/invoice"
	"lettrage/importer/xlsx"
	"lettrage/ledger"
	"lettrage/ledger/store"
)

// ListReport is what came of one list of customers or open items, or of the document of one invoice.
type ListReport struct {
	File      string             `json:"file"`
	Status    string             `json:"status"`           // "ok" or "refused"
	Format    string             `json:"format,omitempty"` // of a document: "pdf:factur-x.xml", "cii", "ubl"
	Error     *RefusedBecause    `json:"error,omitempty"`
	Errors    []RefusedBecause   `json:"errors,omitempty"`
	Customers int                `json:"customers"` // in the list
	Invoices  int                `json:"invoices"`  // in the list, credit notes included
	New       int                `json:"new"`       // items that the book had not
	Known     int                `json:"known"`
	Details   int                `json:"details"` // items of which the book got VAT, discount and document
	Changes   []store.ItemChange `json:"changes"` // what the list says otherwise of known items; not applied
	Warnings  []importer.Warning `json:"warnings"`
}

// RefusedList is the report of one that could not even be opened.
func RefusedList(name string, err error) ListReport {
	r := ListReport{File: name, Changes: []store.ItemChange{}, Warnings: []importer.Warning{}}
	r.refuse(reasons(err))
	return r
}

func (r *ListReport) refuse(because []RefusedBecause) {
	r.Status, r.Error = "refused", &because[0]
	if len(because) > 1 {
		r.Errors = because
	}
}

// ImportList takes a list of customers or open items and takes the new items over
// into the books. A refused list is told in the report, under the name, and changes nothing.
func (b *Batch) ImportList(ctx context.Context, c ledger.Company, path, name string) (ListReport, error) {
	report := ListReport{File: name, Status: "ok", Changes: []store.ItemChange{}, Warnings: []importer.Warning{}}
	err := b.takeList(ctx, c, path, &report)
	if because := reasons(err); because != nil {
		report.refuse(because)
		return report, nil
	}
	if err != nil {
		return report, err
	}
	b.log("list", "customers", report.Customers, "invoices", report.Invoices, "new", report.New, "changes", len(report.Changes))
	return report, b.settled(ctx, c)
}

func (b *Batch) takeList(ctx context.Context, c ledger.Company, path string, report *ListReport) error {
	file, err := openOriginal(path, func(w importer.Warning) { report.Warnings = append(report.Warnings, w) })
	if err != nil {
		return err
	}
	defer file.close()
	table, err := asList(ctx, &file.File)
	if err != nil {
		return err
	}
	list, err := invoice.Read(ctx, table)
	if err == nil {
		err = file.unchanged()
	}
	if err == nil {
		err = issuedBy(c, list, file.Warn)
	}
	if err != nil {
		return err
	}
	report.Format = table.Format
	report.Customers, report.Invoices = len(list.Customers), len(list.Invoices)
	foreign := 0
	for _, i := range list.Invoices {
		if i.Total.Currency() != c.Currency {
			foreign++
		}
	}
	if foreign > 0 {
		report.Warnings = append(report.Warnings, importer.Warning{Kind: "currency",
			Message: fmt.Sprintf("%d items are in another currency than the books: they are kept and not booked, for want of a rate", foreign)})
	}
	for i := range list.Invoices {
		list.Invoices[i].Salt = ledger.DeriveSalt(file.key, i)
	}
	if list.Seller != nil {
		list.Details[0].Document = file.hash
	}
	return b.onSettled(ctx, c, func(since mark) error {
		list, err := b.inBooks(ctx, c, list)
		if err != nil {
			return err
		}
		return b.update(ctx, c, b.Today, &since, func(tx *store.Tx) error {
			res, err := tx.TakeInvoices(file.hash, store.List{Customers: list.Customers, Invoices: list.Invoices, Details: list.Details})
			report.New, report.Known, report.Details = res.New, res.Known, res.Details
			report.Changes = append(report.Changes, res.Changes...)
			if err == nil && list.Seller != nil && res.Details > 0 {
				return b.keep(file)
			}
			return refusing(err)
		})
	})
}

// asList returns a file as lists are read: a workbook as the CSV of its table, any other as it is.
func asList(ctx context.Context, f *importer.File) (*importer.File, error) {
	head, err := io.ReadAll(io.LimitReader(f, importer.HeadBytes))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, err
	}
	if _, ok := xlsx.Format.Detect(head); !ok {
		return f, nil
	}
	text, err := xlsx.Text(ctx, f)
	if err != nil {
		return nil, err
	}
	table := *f
	table.ReadSeeker, table.Size = bytes.NewReader(text), int64(len(text))
	return &table, nil
}

// reasons returns why a file was refused, or nil when err is no fault of the file.
func reasons(err error) []RefusedBecause {
	var all importer.Errors
	var one *importer.Error
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = importer.Errors{one}
	}
	var because []RefusedBecause
	for _, e := range all {
		msg := e.Msg
		if e.Err != nil {
			msg = fmt.Sprintf("%s: %v", msg, e.Err)
		}
		because = append(because, RefusedBecause{e.Kind, e.Line, e.Field, msg, e.Hint})
	}
	return because
}
