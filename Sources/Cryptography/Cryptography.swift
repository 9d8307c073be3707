package enum Cryptography {}
