// Package xlsx reads the bank statements that banks give as workbooks of Excel (Office
// Open XML, ECMA-376 part 1 and ISO/IEC 29500, transitional and strict): it takes the
// rows of the sheet out, and package csv reads them as those of any other table, by the
// same profiles and the same guess.
//
// Messages name the row that the user sees. What the workbook knows of a cell is kept: a
// day (a number whose style is a form of days, §18.8.30) is given as 2026-03-31, a number
// plainly with a point, as many digits as Excel shows (15, which is what a double holds),
// and never with a mark for thousands, and behind it the currency that its style shows. Formulas count by the value that was saved with
// them.
//
// A workbook is taken when one visible sheet alone holds a table. Not read: older
// binary workbooks (.xls, .xlsb), encrypted ones, and macros, charts and the like.
//
// No library is used: those that are kept well give either cells as they are shown,
// where 3/4 may be two days, or bare numbers without saying which are days; and hold
// a whole sheet in memory as objects.
package xlsx
