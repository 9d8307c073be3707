internal import Cryptography
package import Runtime

/// What WordPress calls its cookies on this site.
package struct CookieNames: Sendable, Equatable {
  /// `COOKIEHASH`: what the names of one site end with.
  package let hash: String
  /// Carried to `wp-admin` over plain HTTP.
  package let auth: String
  /// Carried to `wp-admin` over TLS.
  package let secureAuth: String
  /// Carried everywhere; the one that requests of ours come with.
  package let loggedIn: String

  /// Takes the constants, and for the rest `siteURL`: on a single site where WordPress is served,
  /// in a network the network's own address as it is stored.
  package init(
    siteURL: String, _ constant: (String) throws(Fault) -> String?
  ) throws(Fault) {
    let made = siteURL.isEmpty ? "" : Hexadecimal.text(Digest.md5(Array(siteURL.utf8)))
    hash = try constant("COOKIEHASH") ?? made
    auth = try constant("AUTH_COOKIE") ?? "wordpress_\(hash)"
    secureAuth = try constant("SECURE_AUTH_COOKIE") ?? "wordpress_sec_\(hash)"
    loggedIn = try constant("LOGGED_IN_COOKIE") ?? "wordpress_logged_in_\(hash)"
  }
}
