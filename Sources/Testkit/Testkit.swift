package enum Testkit {}
