package enum HTTPServer {}
