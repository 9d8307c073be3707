package enum PowerBI {}
