package enum Files {}
