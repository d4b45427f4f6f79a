-- +goose Up
-- The books. Days are texts YYYY-MM-DD ('' is none), amounts are minor units of the currency beside them,
-- hashes and salts are bytes. Every table begins with the company.

CREATE TABLE company (
	id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
	name TEXT NOT NULL,
	siren TEXT NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	year_end INTEGER NOT NULL CHECK (year_end BETWEEN 101 AND 1231)
) STRICT;

CREATE TABLE chart (
	company TEXT NOT NULL REFERENCES company (id),
	role TEXT NOT NULL,
	number TEXT NOT NULL CHECK (number <> ''),
	name TEXT NOT NULL,
	PRIMARY KEY (company, role)
) STRICT, WITHOUT ROWID;

-- The end of the company's chain, and what reads may see: the last line and the last statement that are taken.
CREATE TABLE head (
	company TEXT NOT NULL PRIMARY KEY REFERENCES company (id),
	seq INTEGER NOT NULL CHECK (seq >= 0),
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	line INTEGER NOT NULL CHECK (line >= 0),
	statement INTEGER NOT NULL CHECK (statement >= 0)
) STRICT;

CREATE TABLE event (
	company TEXT NOT NULL REFERENCES company (id),
	seq INTEGER NOT NULL CHECK (seq > 0),
	kind TEXT NOT NULL CHECK (kind <> ''),
	ref TEXT NOT NULL,
	today TEXT NOT NULL CHECK (length(today) = 10),
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (company, seq)
) STRICT, WITHOUT ROWID;

-- Whether an intake is wholly processed; the lines that it brought stand one after the other.
CREATE TABLE intake (
	company TEXT NOT NULL,
	seq INTEGER NOT NULL,
	processed INTEGER NOT NULL CHECK (processed IN (0, 1)),
	first_line INTEGER NOT NULL,
	last_line INTEGER NOT NULL,
	PRIMARY KEY (company, seq),
	FOREIGN KEY (company, seq) REFERENCES event (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX intake_pending ON intake (company, seq) WHERE processed = 0;

CREATE TABLE account (
	company TEXT NOT NULL REFERENCES company (id),
	id TEXT NOT NULL CHECK (id <> ''),
	ordinal INTEGER NOT NULL CHECK (ordinal > 0),
	iban TEXT NOT NULL,
	other TEXT NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	ledger TEXT NOT NULL CHECK (ledger <> ''),
	provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
	PRIMARY KEY (company, id),
	CONSTRAINT account_ordinal UNIQUE (company, ordinal),
	CONSTRAINT account_ledger UNIQUE (company, ledger)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_iban ON account (company, iban, currency) WHERE iban <> '';

CREATE TABLE statement (
	company TEXT NOT NULL,
	id INTEGER NOT NULL CHECK (id > 0),
	intake INTEGER NOT NULL,
	account TEXT NOT NULL,
	iban TEXT NOT NULL,
	other TEXT NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	number TEXT NOT NULL,
	opening_date TEXT NOT NULL,
	opening INTEGER,
	closing_date TEXT NOT NULL,
	closing INTEGER,
	whole_from TEXT NOT NULL,
	whole_to TEXT NOT NULL,
	lines INTEGER NOT NULL CHECK (lines >= 0),
	credits INTEGER NOT NULL CHECK (credits >= 0),
	debits INTEGER NOT NULL CHECK (debits >= 0),
	file BLOB NOT NULL CHECK (length(file) = 32),
	format TEXT NOT NULL,
	place INTEGER NOT NULL,
	PRIMARY KEY (company, id),
	FOREIGN KEY (company, account) REFERENCES account (company, id),
	FOREIGN KEY (company, intake) REFERENCES intake (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX statement_file ON statement (company, file);
CREATE INDEX statement_account ON statement (company, account, closing_date);

-- The bank's lines. texts is all that is personal, as fields; with salt it can be erased, commitment stays.
CREATE TABLE line (
	company TEXT NOT NULL,
	seq INTEGER NOT NULL CHECK (seq > 0),
	id TEXT NOT NULL CHECK (id <> ''),
	account TEXT NOT NULL,
	statement INTEGER NOT NULL,
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
	twin TEXT NOT NULL,
	held INTEGER NOT NULL CHECK (held IN (0, 1)),
	salt BLOB NOT NULL,
	texts TEXT NOT NULL,
	commitment BLOB NOT NULL CHECK (length(commitment) = 32),
	PRIMARY KEY (company, seq),
	CONSTRAINT line_id UNIQUE (company, id),
	CONSTRAINT line_held_has_twin CHECK (held = 0 OR twin <> '')
) STRICT;
CREATE INDEX line_day ON line (company, account, booked, amount);
CREATE INDEX line_bank_id ON line (company, bank_id) WHERE bank_id <> '';

-- What else the bank calls a line, in files of another format or after it renumbered.
CREATE TABLE alias (
	company TEXT NOT NULL,
	line INTEGER NOT NULL,
	scheme TEXT NOT NULL,
	bank_id TEXT NOT NULL CHECK (bank_id <> ''),
	statement INTEGER NOT NULL,
	PRIMARY KEY (company, line, scheme, bank_id),
	FOREIGN KEY (company, line) REFERENCES line (company, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
	company TEXT NOT NULL REFERENCES company (id),
	id TEXT NOT NULL CHECK (id <> ''),
	name TEXT NOT NULL,
	person INTEGER NOT NULL CHECK (person IN (0, 1)),
	siren TEXT NOT NULL,
	accounts TEXT NOT NULL,
	email TEXT NOT NULL,
	city TEXT NOT NULL,
	country TEXT NOT NULL,
	days INTEGER NOT NULL,
	discount INTEGER NOT NULL,
	discount_days INTEGER NOT NULL,
	grp TEXT NOT NULL,
	PRIMARY KEY (company, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice (
	company TEXT NOT NULL,
	number TEXT NOT NULL CHECK (number <> ''),
	intake INTEGER NOT NULL,
	credit_note INTEGER NOT NULL CHECK (credit_note IN (0, 1)),
	customer TEXT NOT NULL CHECK (customer <> ''),
	customer_name TEXT NOT NULL,
	issued TEXT NOT NULL CHECK (length(issued) = 10),
	due TEXT NOT NULL,
	total INTEGER NOT NULL,
	outstanding INTEGER NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'cancelled')),
	customer_ref TEXT NOT NULL,
	reference TEXT NOT NULL,
	salt BLOB NOT NULL,
	PRIMARY KEY (company, number),
	CONSTRAINT invoice_sign CHECK (credit_note = 0 AND total >= 0 OR credit_note = 1 AND total <= 0),
	CONSTRAINT invoice_outstanding CHECK (outstanding BETWEEN 0 AND total OR outstanding BETWEEN total AND 0),
	FOREIGN KEY (company, intake) REFERENCES intake (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- What was decided of a line; the highest version stands. chosen and candidates are fields, "length:text," each.
CREATE TABLE decision (
	company TEXT NOT NULL,
	line INTEGER NOT NULL,
	version INTEGER NOT NULL CHECK (version >= 0),
	id TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('auto', 'review', 'none')),
	actor TEXT NOT NULL CHECK (actor IN ('program', 'person')),
	reason TEXT NOT NULL,
	account TEXT NOT NULL,
	threshold INTEGER NOT NULL,
	intake INTEGER NOT NULL,
	event INTEGER NOT NULL,
	chosen TEXT NOT NULL,
	candidates TEXT NOT NULL,
	PRIMARY KEY (company, line, version),
	FOREIGN KEY (company, line) REFERENCES line (company, seq)
) STRICT;

CREATE TABLE allocation (
	company TEXT NOT NULL,
	line INTEGER NOT NULL,
	version INTEGER NOT NULL,
	i INTEGER NOT NULL CHECK (i >= 0),
	invoice TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount <> 0),
	intake INTEGER NOT NULL,
	PRIMARY KEY (company, line, version, i),
	CONSTRAINT allocation_once UNIQUE (company, invoice, line, version),
	FOREIGN KEY (company, line, version) REFERENCES decision (company, line, version),
	FOREIGN KEY (company, invoice) REFERENCES invoice (company, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
	company TEXT NOT NULL REFERENCES company (id),
	year INTEGER NOT NULL,
	n INTEGER NOT NULL CHECK (n > 0),
	journal TEXT NOT NULL CHECK (journal <> ''),
	day TEXT NOT NULL CHECK (length(day) = 10),
	piece TEXT NOT NULL,
	piece_day TEXT NOT NULL CHECK (length(piece_day) = 10),
	validated TEXT NOT NULL CHECK (length(validated) = 10),
	label TEXT NOT NULL,
	salt BLOB NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	line TEXT NOT NULL,
	decision TEXT NOT NULL,
	reverses_year INTEGER NOT NULL,
	reverses_n INTEGER NOT NULL,
	event INTEGER NOT NULL,
	PRIMARY KEY (company, year, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_line ON entry (company, line) WHERE line <> '';
CREATE UNIQUE INDEX entry_reversed_once ON entry (company, reverses_year, reverses_n) WHERE reverses_n > 0;

CREATE TABLE posting (
	company TEXT NOT NULL,
	year INTEGER NOT NULL,
	n INTEGER NOT NULL,
	i INTEGER NOT NULL CHECK (i >= 0),
	account TEXT NOT NULL CHECK (account <> ''),
	account_name TEXT NOT NULL,
	aux TEXT NOT NULL,
	aux_name TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount <> 0),
	invoice TEXT NOT NULL,
	PRIMARY KEY (company, year, n, i),
	FOREIGN KEY (company, year, n) REFERENCES entry (company, year, n)
) STRICT, WITHOUT ROWID;

-- What persons' decisions taught, and took back: a fact's count is the sum of its changes.
CREATE TABLE lesson (
	company TEXT NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('account', 'name')),
	key TEXT NOT NULL CHECK (key <> ''),
	customer TEXT NOT NULL CHECK (customer <> ''),
	change INTEGER NOT NULL CHECK (change <> 0),
	PRIMARY KEY (company, seq),
	FOREIGN KEY (company, seq) REFERENCES event (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- A large file on its way in: its lines as they were read. The load with the highest number owns the rows.
-- While writing is 1, lines and aliases may stand beyond head, which no read sees.
CREATE TABLE load (
	company TEXT NOT NULL PRIMARY KEY REFERENCES company (id),
	number INTEGER NOT NULL CHECK (number > 0),
	writing INTEGER NOT NULL CHECK (writing IN (0, 1))
) STRICT;

CREATE TABLE loading (
	company TEXT NOT NULL,
	n INTEGER NOT NULL CHECK (n >= 0),
	statement INTEGER NOT NULL CHECK (statement >= 0),
	target INTEGER NOT NULL CHECK (target >= 0),
	booked TEXT NOT NULL CHECK (length(booked) = 10),
	content TEXT NOT NULL,
	PRIMARY KEY (company, n)
) STRICT;
CREATE INDEX loading_day ON loading (company, target, booked, n);

-- What is written stays written.
-- +goose StatementBegin
CREATE TRIGGER company_no_update BEFORE UPDATE ON company
BEGIN SELECT RAISE(ABORT, 'company is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER chart_no_update BEFORE UPDATE ON chart
BEGIN SELECT RAISE(ABORT, 'chart is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statement_no_update BEFORE UPDATE ON statement
BEGIN SELECT RAISE(ABORT, 'statement is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER allocation_no_update BEFORE UPDATE ON allocation
BEGIN SELECT RAISE(ABORT, 'allocation is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER lesson_no_update BEFORE UPDATE ON lesson
BEGIN SELECT RAISE(ABORT, 'lesson is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER alias_no_update BEFORE UPDATE ON alias
BEGIN SELECT RAISE(ABORT, 'alias is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER company_no_delete BEFORE DELETE ON company
BEGIN SELECT RAISE(ABORT, 'company is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER chart_no_delete BEFORE DELETE ON chart
BEGIN SELECT RAISE(ABORT, 'chart is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER intake_no_delete BEFORE DELETE ON intake
BEGIN SELECT RAISE(ABORT, 'intake is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER account_no_delete BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'account is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice
BEGIN SELECT RAISE(ABORT, 'invoice is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER allocation_no_delete BEFORE DELETE ON allocation
BEGIN SELECT RAISE(ABORT, 'allocation is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER lesson_no_delete BEFORE DELETE ON lesson
BEGIN SELECT RAISE(ABORT, 'lesson is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statement_no_delete BEFORE DELETE ON statement
BEGIN SELECT RAISE(ABORT, 'statement is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'head stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_forward BEFORE UPDATE ON head WHEN NEW.company <> OLD.company OR NEW.seq < OLD.seq OR NEW.line < OLD.line OR NEW.statement < OLD.statement
BEGIN SELECT RAISE(ABORT, 'head moves forward only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER intake_forward BEFORE UPDATE ON intake WHEN NEW.company <> OLD.company OR NEW.seq <> OLD.seq OR NEW.processed < OLD.processed OR OLD.last_line > 0 AND (NEW.first_line <> OLD.first_line OR NEW.last_line <> OLD.last_line)
BEGIN SELECT RAISE(ABORT, 'an intake is processed once'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER account_number_only BEFORE UPDATE OF company, id, ordinal, currency, ledger ON account
BEGIN SELECT RAISE(ABORT, 'of an account only its number with the bank can be learned'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER account_iban_stays BEFORE UPDATE ON account WHEN OLD.iban <> '' AND NEW.iban <> OLD.iban
BEGIN SELECT RAISE(ABORT, 'an account keeps its IBAN'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER line_no_update BEFORE UPDATE OF company, seq, id, account, statement, scheme, bank_id, booked, value, amount, currency, kind, code, reversal, place, twin, held, commitment ON line
BEGIN SELECT RAISE(ABORT, 'line is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER line_only_erase BEFORE UPDATE OF texts, salt ON line WHEN length(NEW.texts) > 0 OR length(NEW.salt) > 0
BEGIN SELECT RAISE(ABORT, 'of line texts and salt can only be erased'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_no_update BEFORE UPDATE OF company, number, intake, credit_note, customer, issued, due, total, outstanding, currency, status ON invoice
BEGIN SELECT RAISE(ABORT, 'invoice is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_only_erase BEFORE UPDATE OF customer_name, customer_ref, reference, salt ON invoice WHEN length(NEW.customer_name) > 0 OR length(NEW.customer_ref) > 0 OR length(NEW.reference) > 0 OR length(NEW.salt) > 0
BEGIN SELECT RAISE(ABORT, 'of invoice texts and salt can only be erased'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_update BEFORE UPDATE OF company, year, n, journal, day, piece, piece_day, validated, currency, line, decision, reverses_year, reverses_n, event ON entry
BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_only_erase BEFORE UPDATE OF label, salt ON entry WHEN length(NEW.label) > 0 OR length(NEW.salt) > 0
BEGIN SELECT RAISE(ABORT, 'of entry texts and salt can only be erased'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER posting_no_update BEFORE UPDATE OF company, year, n, i, account, account_name, aux, amount, invoice ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER posting_only_erase BEFORE UPDATE OF aux_name ON posting WHEN length(NEW.aux_name) > 0
BEGIN SELECT RAISE(ABORT, 'of posting texts and salt can only be erased'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER line_no_delete BEFORE DELETE ON line WHEN OLD.seq <= (SELECT h.line FROM head h WHERE h.company = OLD.company)
BEGIN SELECT RAISE(ABORT, 'a line that is taken stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER alias_no_delete BEFORE DELETE ON alias WHEN OLD.statement <= (SELECT h.statement FROM head h WHERE h.company = OLD.company)
BEGIN SELECT RAISE(ABORT, 'alias is append-only'); END;
-- +goose StatementEnd
-- What the planner should think of the tables: twenty companies of many rows, so that the company alone finds far
-- too many, and sorting a few rows is cheaper than reading all in their order. Without figures it thinks the
-- opposite; figures of a real book would change plans with the data. So these stand, and nothing runs ANALYZE again.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('alias', 'alias', '2000000 100000 1 1 1'),
	('allocation', 'allocation', '20000000 1000000 2 1 1'),
	('allocation', 'sqlite_autoindex_allocation_2', '20000000 1000000 2 1 1'),
	('decision', 'sqlite_autoindex_decision_1', '20000000 1000000 2 1'),
	('entry', 'entry', '40000000 2000000 200000 1'),
	('entry', 'entry_line', '20000000 1000000 2'),
	('entry', 'entry_reversed_once', '200000 10000 1000 1'),
	('event', 'event', '80000000 4000000 1'),
	('intake', 'intake', '200000 10000 1'),
	('intake', 'intake_pending', '100 5 1'),
	('invoice', 'sqlite_autoindex_invoice_1', '20000000 1000000 1'),
	('lesson', 'lesson', '200000 10000 1'),
	('line', 'line_bank_id', '20000000 1000000 1'),
	('line', 'line_day', '20000000 1000000 500000 500 2'),
	('line', 'sqlite_autoindex_line_1', '20000000 1000000 1'),
	('line', 'sqlite_autoindex_line_2', '20000000 1000000 1'),
	('posting', 'posting', '80000000 4000000 400000 2 1'),
	('statement', 'sqlite_autoindex_statement_1', '200000 10000 1'),
	('statement', 'statement_account', '200000 10000 5000 2'),
	('statement', 'statement_file', '200000 10000 30'),
	('loading', 'sqlite_autoindex_loading_1', '20000000 1000000 1'),
	('loading', 'loading_day', '20000000 1000000 1000000 500 1');
