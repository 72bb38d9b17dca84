// Package rows reads uploads row by row: CSV by the names of its columns, and NDJSON by the names of the API's inputs.
//
// It holds one row at a time, however long the upload is. A row that cannot be read is given as a bad row with its
// line and its reason, and reading goes on behind it; only where no next row can be found reliably does it end: a CSV row
// beyond MaxRow, which is almost always a quote that was never closed, and whatever the source itself reports.
//
// What a row says is checked here as far as its form goes: numbers, days and instants are read strictly, text is UTF-8.
// What it means is for the service that takes it.
package rows
