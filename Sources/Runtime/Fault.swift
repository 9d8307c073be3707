/// A failure of the world on its way to a person: what was being done, to what, why it failed,
/// and what to do now.
///
/// Drivers and adapters make Faults in one classifying table each; nobody else decides what a
/// failure means. A Fault never carries a secret.
package struct Fault: Error, Sendable, Equatable {
  /// What kind of failure this is: stable, for scripts and logs.
  package var code: Code
  /// What was being done, as a gerund phrase: "posting rows".
  package var operation: String
  /// What it was done to: "orders", "wp_options".
  package var subject: String
  /// Why it failed, in words of the other side where it gave some.
  package var cause: String
  /// What the operator can do about it; one sentence without a full stop, empty when nothing.
  package var hint: String
  /// What the program may do about it.
  package var recovery: Recovery
  /// The other side's own number: errno, MariaDB error, HTTP status.
  package var number: Int?
  /// The identifier under which the other side knows the request.
  package var requestID: String?

  package init(
    _ code: Code, operation: String, subject: String, cause: String, hint: String = "",
    recovery: Recovery, number: Int? = nil, requestID: String? = nil
  ) {
    precondition(!operation.isEmpty && !cause.isEmpty, "a Fault says what failed and why")
    self.code = code
    self.operation = operation
    self.subject = subject
    self.cause = cause
    self.hint = hint
    self.recovery = recovery
    self.number = number
    self.requestID = requestID
  }

  /// Where the failure comes from.
  package enum Code: String, Sendable {
    /// Configuration is missing or cannot be used.
    case configuration
    /// The command line is wrong.
    case usage
    /// The database refused us or is not there.
    case database
    /// The shop's schema is not what we read.
    case schema
    /// A network transfer did not come through.
    case network
    /// Sign-in was refused.
    case credentials
    /// Signed in, and not allowed.
    case permission
    /// The thing is not there.
    case notFound
    /// The other side asks us to slow down.
    case throttled
    /// The other side says our request is wrong.
    case rejected
    /// The request was too large.
    case tooLarge
    /// The other side failed.
    case unavailable
    /// Somebody else holds what we need.
    case busy
    /// Data that cannot be represented or understood.
    case data
    /// Reading or writing files.
    case file
    /// A person or the system asked us to stop.
    case interrupted
  }

  /// What the program may do after a Fault.
  package enum Recovery: Sendable, Equatable {
    /// Nothing has happened; the same again after that many seconds.
    case retry(afterSeconds: Double)
    /// It is not known whether it happened; find evidence before trying again.
    case settle
    /// The token is stale: get a new one, then the same again.
    case renew
    /// Halve the batch, then the same again.
    case shrink
    /// One row is at fault: set it aside and go on.
    case quarantine(row: Int)
    /// This table cannot go on; others can.
    case stopStream
    /// Only a person can change this.
    case `operator`
    /// We were asked to stop; this is not a failure.
    case interrupted
  }
}

extension Fault {
  /// The one line that a person reads: what failed, why, what to do.
  package var line: String {
    hint.isEmpty ? "\(failure)." : "\(failure). \(hint)."
  }

  /// What failed and why, without the remedy.
  package var failure: String {
    let what = subject.isEmpty ? operation : "\(operation) (\(subject))"
    return "\(what): \(cause)\(requestID.map { " [request \($0)]" } ?? "")"
  }
}
