// Package xlsx turns the sheet of a workbook (Office Open XML, ECMA-376 part 1 and
// ISO/IEC 29500, transitional and strict) into the text of a table, which package csv
// reads like any other:
//
//	table, err := xlsx.Read(file, size, limits)
//
// Row n of the sheet is line n of the text, so that messages name the row that the
// user sees. Cells stand in quotes with ; between. What the workbook knows of a cell
// is kept: a day (a number whose style is a form of days, §18.8.30) is written
// 2026-03-31, a number plainly with a point, as many digits as Excel shows (15,
// which is what a double holds), and never with a mark for thousands. Formulas
// count by the value that was saved with them.
//
// A workbook is taken when one visible sheet alone holds a table. Not read: older
// binary workbooks (.xls, .xlsb), encrypted ones, and macros, charts and the like.
//
// No library is used: those that are kept well give either cells as they are shown,
// where 3/4 may be two days, or bare numbers without saying which are days; and hold
// a whole sheet in memory as objects.
package xlsx
