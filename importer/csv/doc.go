// Package csv reads the CSV exports of banks by profiles: data files that say how a bank writes.
package csv
