package enum Store {}
