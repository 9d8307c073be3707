package enum HTTPClient {}
