/// What a program must know to live beside WordPress: its configuration, the values PHP stores,
/// options, salts, time zones, users and their rights.
///
/// May know: WordPress's own tables and files, MariaDB, libcrypto. Must not know: WooCommerce's
/// tables, HTTP routes, the command line, the environment (it is handed values).
/// Invariant: what PHP would compute is computed equal or refused with the reason; nothing is
/// guessed, and nothing that WordPress generates (salts, options) is generated here.
package enum WordPress {}
