package enum Connector {}
