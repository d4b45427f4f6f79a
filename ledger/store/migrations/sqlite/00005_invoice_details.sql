-- +goose Up
-- What the document of an invoice says beyond the item: by the intake that brought the item or by a later one. What a
-- list said, without a document, gives way to a document, which says it by rate: the highest version stands.
CREATE TABLE invoice_detail (
	company TEXT NOT NULL,
	number TEXT NOT NULL,
	version INTEGER NOT NULL CHECK (version >= 0),
	intake INTEGER NOT NULL,
	document TEXT NOT NULL CHECK (length(document) IN (0, 64)),
	on_receipt INTEGER NOT NULL CHECK (on_receipt IN (0, 1)),
	discount INTEGER NOT NULL CHECK (discount BETWEEN 0 AND 10000),
	days INTEGER NOT NULL CHECK (days >= 0),
	PRIMARY KEY (company, number, version),
	FOREIGN KEY (company, number) REFERENCES invoice (company, number),
	FOREIGN KEY (company, intake) REFERENCES intake (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_detail_intake ON invoice_detail (company, intake);

-- VAT by rate, in hundredths of a percent; negative on a credit note.
CREATE TABLE invoice_vat (
	company TEXT NOT NULL,
	number TEXT NOT NULL,
	version INTEGER NOT NULL,
	i INTEGER NOT NULL CHECK (i >= 0),
	category TEXT NOT NULL,
	rate INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 10000),
	base INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	PRIMARY KEY (company, number, version, i),
	FOREIGN KEY (company, number, version) REFERENCES invoice_detail (company, number, version)
) STRICT, WITHOUT ROWID;
-- +goose StatementBegin
CREATE TRIGGER invoice_detail_no_update BEFORE UPDATE ON invoice_detail
BEGIN SELECT RAISE(ABORT, 'invoice_detail is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_detail_no_delete BEFORE DELETE ON invoice_detail
BEGIN SELECT RAISE(ABORT, 'invoice_detail is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_vat_no_update BEFORE UPDATE ON invoice_vat
BEGIN SELECT RAISE(ABORT, 'invoice_vat is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_vat_no_delete BEFORE DELETE ON invoice_vat
BEGIN SELECT RAISE(ABORT, 'invoice_vat is append-only'); END;
-- +goose StatementEnd
