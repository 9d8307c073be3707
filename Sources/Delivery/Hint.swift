/// A note that something has happened to one object of the source.
///
/// Nothing rests on it: what it does not tell, the sweep finds.
package struct Hint: Sendable, Hashable {
  /// Rises; which of two was noted later.
  package var id: Int64
  /// What kind of object, in the source's words.
  package var kind: String
  /// Which of them.
  package var objectID: Int64

  package init(id: Int64, kind: String, objectID: Int64) {
    self.id = id
    self.kind = kind
    self.objectID = objectID
  }
}
