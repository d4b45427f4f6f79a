package main

import (
	"context"
	"fmt"
	"strconv"
	"text/tabwriter"

	"lettrage/cmd/internal/batch"
	"lettrage/ledger"
	"lettrage/matcher/calibrate"
)

func (a *app) calibration(ctx context.Context, b *batch.Batch, c ledger.Company, format string) error {
	cal, err := b.Calibration(ctx, c)
	if err != nil {
		return err
	}
	if format == "json" {
		return writeJSON(a.out, newCalibrationJSON(cal))
	}
	return a.showCalibration(cal)
}

func (a *app) showCalibration(cal batch.Calibration) error {
	fmt.Fprintf(a.out, "At most 1 automatic decision in %s may be wrong. So a line is matched without a person when\nits best explanation has a share of %s or more.\n\n", grouped(int(cal.Budget)), exactly(cal.Threshold))
	fmt.Fprintln(a.out, basisWords(cal))
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nFROM THERE ON\tDECISIONS\tWRONG\tAT MOST, IN 19 CASES OF 20")
	for _, r := range []struct {
		name string
		all  calibrate.Table
	}{{"this company", cal.Own}, {"labelled sets", cal.Shipped}} {
		sum := r.all.Total(cal.Threshold)
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", r.name, grouped(sum.N), sum.Wrong, boundWords(sum, cal.Budget))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := a.showOutcomes("This company", cal.Own, cal.Threshold); err != nil {
		return err
	}
	if err := a.showOutcomes("Labelled sets", cal.Shipped, cal.Threshold); err != nil {
		return err
	}
	fmt.Fprintln(a.out, `
bits      odds of the lowest share: 10 bits are 1,000 to 1
right     as it is labelled; of the company's, as a person said, or nobody has changed it
lucky     right, though nobody could know it
stated    mean of the shares; observed: how many were right; fitted: what all of the table lets expect
*         the threshold`)
	return nil
}

// basisWords says what the threshold follows from.
func basisWords(cal batch.Calibration) string {
	switch cal.Basis {
	case calibrate.OnOwn:
		return "The company's own decisions prove that this is enough."
	case calibrate.OnRaised:
		return "The company's own decisions raised it: from a lower share on, more of them were corrected than the\nbudget allows."
	}
	s := "The decisions of labelled sets prove that this is enough."
	if !cal.Provable {
		s = "The decisions of labelled sets do not prove the budget, with no share that is sensible. By what the\nshares say it is kept from this one on, with room to spare."
	}
	s += " The company's own decisions can raise it at\nany time"
	if cal.Threshold > calibrate.Floor {
		return s + ", and lower it when there are " + grouped(cal.Budget.Needed()) + " of them without a wrong one."
	}
	return s + "; lower than this it never is."
}

// boundWords writes "1 in 2,380", and whether that proves the budget.
func boundWords(sum calibrate.Bucket, b calibrate.Budget) string {
	if sum.N == 0 {
		return "nothing is known yet"
	}
	bound := calibrate.Bound(sum.Wrong, sum.N)
	s := "1 in " + grouped(million/bound)
	if bound*int(b) > million {
		s += fmt.Sprintf(" (1 in %s is not provable with n=%s and %d wrong; it needs %s without a wrong one)", grouped(int(b)), grouped(sum.N), sum.Wrong, grouped(b.Needed()))
	}
	return s
}

// showOutcomes writes the reliability table: what was stated, and how often it came true.
func (a *app) showOutcomes(name string, t calibrate.Table, threshold int32) error {
	if t.Total(0).N == 0 {
		return nil
	}
	fmt.Fprintf(a.out, "\n%s: what the shares said, and how often they were right\n", name)
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "share from\tbits\tdecisions\tright\twrong\tlucky\tstated\tobserved\tfitted\t")
	row := func(b calibrate.Bucket, fitted int32) {
		if b.N > 0 || b.From == threshold {
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\n",
				fromWords(b), oddsWords(b), b.N, b.Right(), b.Wrong, b.Lucky, exactly(b.Mean()), exactly(b.Observed()), exactly(fitted), mark(b.From == threshold))
		}
	}
	row(t.Between(0, calibrate.Floor), -1) // never automatic
	for i, fitted := range t.Fit() {
		if t[i].From >= calibrate.Floor {
			row(t[i], fitted)
		}
	}
	return w.Flush()
}

func mark(threshold bool) string {
	if threshold {
		return " *"
	}
	return ""
}

func fromWords(b calibrate.Bucket) string {
	if b.From == 0 {
		return "all below"
	}
	return exactly(b.From)
}

// oddsWords writes the odds of a bucket in bits: "7.5".
func oddsWords(b calibrate.Bucket) string {
	half := b.HalfBits()
	if half < 0 {
		return "–"
	}
	return fmt.Sprintf("%d.%d", half/2, half%2*5)
}

const million = 1_000_000

// exactly writes millionths as a percentage with all their digits; what is not known is -1.
func exactly(millionths int32) string {
	if millionths < 0 {
		return "–"
	}
	return fmt.Sprintf("%d.%04d %%", millionths/10_000, millionths%10_000)
}

// grouped writes 14933 as "14,933".
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// calibrationJSON is a calibration as JSON. Shares and bounds are in millionths.
type calibrationJSON struct {
	Budget       string          `json:"budget"`
	Threshold    int32           `json:"threshold"`
	Basis        calibrate.Basis `json:"basis"`  // shipped, own or raised
	Needed       int             `json:"needed"` // decisions without a wrong one that prove the budget
	Company      outcomesJSON    `json:"company"`
	LabelledSets outcomesJSON    `json:"labelled_sets"`
}

// outcomesJSON are outcomes: how many from the threshold on, and all by their shares.
type outcomesJSON struct {
	N        int          `json:"n"`
	Wrong    int          `json:"wrong"`
	Bound    int          `json:"bound"`
	Provable bool         `json:"provable"`
	Buckets  []bucketJSON `json:"buckets"`
}

type bucketJSON struct {
	From     int32 `json:"from"`
	N        int   `json:"n"`
	Right    int   `json:"right"`
	Wrong    int   `json:"wrong"`
	Lucky    int   `json:"lucky"`
	Stated   int32 `json:"stated"`
	Observed int32 `json:"observed"`
	Fitted   int32 `json:"fitted"`
}

func newCalibrationJSON(cal batch.Calibration) calibrationJSON {
	outcomes := func(t calibrate.Table) outcomesJSON {
		sum := t.Total(cal.Threshold)
		bound := calibrate.Bound(sum.Wrong, sum.N)
		return outcomesJSON{sum.N, sum.Wrong, bound, bound*int(cal.Budget) <= million, newBuckets(t)}
	}
	return calibrationJSON{Budget: cal.Budget.String(), Threshold: cal.Threshold, Basis: cal.Basis, Needed: cal.Budget.Needed(),
		Company: outcomes(cal.Own), LabelledSets: outcomes(cal.Shipped)}
}

func newBuckets(t calibrate.Table) []bucketJSON {
	all := []bucketJSON{}
	fitted := t.Fit()
	for i, b := range t {
		if b.N > 0 {
			all = append(all, bucketJSON{b.From, b.N, b.Right(), b.Wrong, b.Lucky, b.Mean(), b.Observed(), fitted[i]})
		}
	}
	return all
}
