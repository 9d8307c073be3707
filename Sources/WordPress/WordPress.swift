package enum WordPress {}
