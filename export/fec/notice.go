package fec

import (
	"fmt"
	"io"
	"strings"

	"lettrage/export"
	"lettrage/ledger"
)

// notes say what each column holds in our files, in the order of columns.
var notes = []string{"code du journal : BQ banque, OD opérations diverses, AN à-nouveaux, RAN reprise des postes ouverts", "libellé du journal",
	"numéro de l'écriture, séquence continue", "date de comptabilisation, AAAAMMJJ", "numéro de compte (PCG)", "libellé du compte",
	"compte auxiliaire : numéro du client", "libellé du compte auxiliaire", "référence de la pièce : ligne du relevé ou numéro de facture",
	"date de la pièce, AAAAMMJJ", "libellé de l'écriture", "débit, virgule décimale", "crédit, virgule décimale",
	"lettrage, lettres soldées seulement", "date de lettrage, AAAAMMJJ", "date de validation, AAAAMMJJ", "sans objet : tout est en monnaie de tenue", "sans objet"}

// Notice writes the description that A47 A-1 §XI asks for beside a file, in French,
// and says so when the file is no complete FEC.
func Notice(w io.Writer, c ledger.Company, o Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (SIREN %s)\n", export.Plain(c.Name), orElse(export.Plain(c.SIREN), "non renseigné"))
	if o.WithOpenings {
		b.WriteString("Écritures au format du FEC, à-nouveaux et reprise compris. Numérotation : celle des livres.\n")
	} else {
		b.WriteString("Écritures dans la structure du FEC, sans les à-nouveaux (AN) ni la reprise des postes ouverts (RAN),\n" +
			"que le cabinet détient déjà : ce fichier n'est pas un FEC complet. Numérotation : propre au fichier.\n")
	}
	b.WriteString("Jeu de caractères UTF-8 sans BOM ; champs séparés par une tabulation ; enregistrements terminés par CR LF ;\n" +
		"première ligne : noms des champs.\n\n")
	for i, name := range columns {
		fmt.Fprintf(&b, "%2d  %-14s %s\n", i+1, name, notes[i])
	}
	_, err := io.WriteString(w, b.String())
	return err
}
