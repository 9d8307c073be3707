/// Hashes, message authentication, key derivation and authenticated encryption over libcrypto.
///
/// May know: libcrypto's EVP interface. Must not know: WordPress, Power BI, where keys come from.
/// Invariant: nothing that failed to verify is ever returned, and comparisons of secrets take the
/// same time wherever they differ.
package enum Cryptography {}
