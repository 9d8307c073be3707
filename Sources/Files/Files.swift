/// Rows as files hold them: NDJSON, CSV, XLSX.
///
/// May know: encoded rows and the types of their columns. Must not know: where rows come from, or
/// what they mean.
/// Invariant: a file holds every row once with all its columns, in the order in which it came, and
/// one page of rows is all that is in memory.
package enum Files {
}
