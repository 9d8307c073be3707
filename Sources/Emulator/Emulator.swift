package enum Emulator {}
