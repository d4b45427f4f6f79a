package batch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/formats"
	"lettrage/ledger"
)

// Readings are the ways to read a table of a bank that no profile knows.
type Readings struct {
	Family string // csv or xlsx
	Ways   []csv.Reading
}

// Readings says how a statement file would be read that no profile fits; none of a file
// that is read without a guess. Its error is an *importer.Error where Import would refuse the file.
func (b *Batch) Readings(ctx context.Context, path, as string) (Readings, error) {
	file, err := openOriginal(path, func(importer.Warning) {})
	if err != nil {
		return Readings{}, err
	}
	defer file.close()
	file.Profiles = b.ownProfiles()
	ways, err := formats.Readings(ctx, &file.File, as)
	family, _, _ := strings.Cut(file.Format, ":")
	return Readings{family, ways}, err
}

// profileName is how a profile may be called: it is named in flags, and is a file.
var profileName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// SaveProfile keeps a profile as profiles/NAME.toml beside the settings, and returns its path.
// One that is there is never replaced, nor one of ours.
func (b *Batch) SaveProfile(name, text string) (string, error) {
	if !profileName.MatchString(name) {
		return "", &ledger.Error{Kind: ledger.Invalid, Field: "profile", Msg: "should be a name of small letters, digits and hyphens, 40 at most", Hint: "for instance ma-banque"}
	}
	path := filepath.Join(b.Config.Dir, profiles, name+".toml")
	switch there, err := exists(path); {
	case err != nil:
		return "", err
	case there || csv.Shipped(name):
		return "", &ledger.Error{Kind: ledger.Conflict, Field: "profile", Msg: fmt.Sprintf("should be a new name, and there is a profile %s", name), Hint: "choose another name"}
	}
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return path, writeFile(path, []byte(text))
}
