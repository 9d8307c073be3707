/// What tests stand on: a private MariaDB with a demo shop in it, child processes that can be
/// killed, directories that go away, and randomness that can be repeated.
///
/// May know: the drivers, the layout of this repository, the command line tools of MariaDB. Must
/// not know: anything that is tested through it. Invariant: whatever it starts ends with the
/// process that asked for it, however that process ends.
package enum Testkit {}
