internal import Bytes

/// The rows as the body of a request, `{"rows":[…]}`: made where the rows stand, since a batch is
/// large and its body is no smaller.
extension ChangeRows {
  /// Bytes around all rows, the comma that the last row lacks taken off.
  static var frameBytes: Int { head.utf8CodeUnitCount + foot.utf8CodeUnitCount - 1 }
  /// Bytes of a row's braces and comma.
  static var bracketBytes: Int { 3 }
  /// Bytes that the engine's columns, braces and comma add to a row at most.
  static var stampBytesMax: Int { 200 }

  private static var head: StaticString { "{\"rows\":[" }
  private static var foot: StaticString { "]}" }

  /// Turns `bytes` into the body; where it is one already, its stamps become these.
  package mutating func makeBody(_ stamp: BatchStamp) {
    unmakeBody()
    precondition(!rows.isEmpty, "a batch has rows")
    var text = ByteBuffer(capacity: 256)
    var end = Self.frameBytes
    for place in rows {
      Self.write(stamp, place, &text)
      end += place.length + text.count + Self.bracketBytes
    }
    precondition(end <= bodyBytesMax, "bodies are no longer than foreseen")
    bytes.lengthen(to: end)
    end -= Self.foot.utf8CodeUnitCount
    Self.put(Self.foot, at: end, &bytes)
    // From the last to the first: each row moves to the right, to where no other stands any more.
    for (index, place) in rows.enumerated().reversed() {
      if index < rows.count - 1 {
        end -= 1
        Self.put(",", at: end, &bytes)
      }
      end -= 1
      Self.put("}", at: end, &bytes)
      Self.write(stamp, place, &text)
      end -= text.count
      bytes.overwrite(at: end, with: text.bytes)
      end -= place.length
      bytes.moveOwn(from: place.start, to: end, length: place.length)
      end -= 1
      Self.put("{", at: end, &bytes)
    }
    precondition(end == Self.head.utf8CodeUnitCount, "the rows end where they should")
    Self.put(Self.head, at: 0, &bytes)
    self.stamp = stamp
  }

  /// Turns a body into plain rows again.
  mutating func unmakeBody() {
    guard let stamp else { return }
    var text = ByteBuffer(capacity: 256)
    var position = Self.head.utf8CodeUnitCount
    for place in rows {
      bytes.moveOwn(from: position + 1, to: place.start, length: place.length)
      Self.write(stamp, place, &text)
      position += place.length + text.count + Self.bracketBytes
    }
    bytes.truncate(to: plainBytes)
    self.stamp = nil
  }

  private static func write(_ stamp: BatchStamp, _ place: Place, _ text: inout ByteBuffer) {
    text.removeAll()
    stamp.append(
      sign: place.sign, version: place.version, dateKey: place.dateKey, to: &text)
  }

  private static func put(_ text: StaticString, at start: Int, _ bytes: inout ByteBuffer) {
    bytes.overwrite(at: start, with: text)
  }
}
