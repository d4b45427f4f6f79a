-- +goose Up
-- Entries of the bank's notices (camt.054), which tell of lines what the statements leave out. They are never booked.
-- texts is all that is personal, as in line.
CREATE TABLE notice (
	company TEXT NOT NULL,
	seq INTEGER NOT NULL CHECK (seq > 0),
	intake INTEGER NOT NULL,
	iban TEXT NOT NULL,
	other TEXT NOT NULL,
	scheme TEXT NOT NULL,
	bank_id TEXT NOT NULL,
	booked TEXT NOT NULL CHECK (length(booked) = 10),
	value TEXT NOT NULL,
	amount INTEGER NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	kind TEXT NOT NULL,
	code TEXT NOT NULL,
	reversal INTEGER NOT NULL CHECK (reversal IN (0, 1)),
	place INTEGER NOT NULL,
	salt BLOB NOT NULL,
	texts TEXT NOT NULL,
	commitment BLOB NOT NULL CHECK (length(commitment) = 32),
	PRIMARY KEY (company, seq),
	FOREIGN KEY (company, intake) REFERENCES intake (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX notice_day ON notice (company, booked, amount);

-- Which line a notice tells of: known when both have come.
CREATE TABLE told (
	company TEXT NOT NULL,
	line INTEGER NOT NULL,
	notice INTEGER NOT NULL,
	intake INTEGER NOT NULL,
	PRIMARY KEY (company, line),
	CONSTRAINT told_once UNIQUE (company, notice),
	FOREIGN KEY (company, line) REFERENCES line (company, seq),
	FOREIGN KEY (company, notice) REFERENCES notice (company, seq),
	FOREIGN KEY (company, intake) REFERENCES intake (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX told_intake ON told (company, intake);

-- +goose StatementBegin
CREATE TRIGGER notice_no_update BEFORE UPDATE OF company, seq, intake, iban, other, scheme, bank_id, booked, value, amount, currency, kind, code, reversal, place, commitment ON notice
BEGIN SELECT RAISE(ABORT, 'notice is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_only_erase BEFORE UPDATE OF texts, salt ON notice WHEN length(NEW.texts) > 0 OR length(NEW.salt) > 0
BEGIN SELECT RAISE(ABORT, 'of notice texts and salt can only be erased'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'notice is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER told_no_update BEFORE UPDATE ON told
BEGIN SELECT RAISE(ABORT, 'told is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER told_no_delete BEFORE DELETE ON told
BEGIN SELECT RAISE(ABORT, 'told is append-only'); END;
-- +goose StatementEnd

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('notice', 'sqlite_autoindex_notice_1', '200000 10000 1'),
	('notice', 'notice_day', '200000 10000 50 1'),
	('told', 'told', '200000 10000 1'),
	('told', 'told_intake', '200000 10000 50'),
	('told', 'sqlite_autoindex_told_2', '200000 10000 1');
