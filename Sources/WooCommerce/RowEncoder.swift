internal import Bytes
internal import Delivery
internal import Model
internal import WordPress

/// For whom a row is encoded; only old dates differ.
package enum RowDialect: Sendable {
  /// For the service, which cannot hold dates before 1900.
  case wire
  /// For files, which hold everything.
  case file
}

/// Writes rows as JSON members, one pass, no allocation.
struct RowEncoder {
  private(set) var evaluation: RowEvaluation
  private let dialect: RowDialect

  /// 1900-01-01T00:00:00 and 10000-01-01T00:00:00.
  private static let wireFirstSecond: Int64 = -2_208_988_800
  private static let endSecond: Int64 = 253_402_300_800
  /// 0001-01-01T00:00:00.
  private static let firstSecond: Int64 = -62_135_596_800

  init(_ evaluation: RowEvaluation, dialect: RowDialect) {
    self.evaluation = evaluation
    self.dialect = dialect
  }

  /// Appends the row of the moment.
  mutating func encode(
    key: Int64, _ slots: borrowing RowSlots, _ arena: inout PageArena, into rows: inout RowBuffer
  ) {
    let start = rows.bytes.count
    var dateKey: Int32 = 0
    for index in evaluation.program.columns.indices {
      let column = evaluation.program.columns[index]
      rows.bytes.append(
        evaluation.program.labels.rawSpan.extracting(
          Int(column.label)..<Int(column.label + column.labelLength)))
      let node = Int(column.node)
      switch column.type {
      case .string: string(node, slots, &arena, into: &rows.bytes)
      case .int64: integer(node, column, slots, &arena, into: &rows.bytes)
      case .decimal, .double: decimal(node, column, slots, &arena, into: &rows.bytes)
      case .boolean:
        if evaluation.isNothing(node) {
          rows.bytes.append(column.isNullable ? "null" : "false")
        } else if evaluation.program.nodes[node].operation == .field {
          boolean(evaluation.fieldFlag(node, slots, &arena), into: &rows.bytes)
        } else {
          rows.bytes.append(evaluation.flag(node, slots, &arena) ? "true" : "false")
        }
      case .dateTime:
        let time =
          evaluation.program.nodes[node].operation == .field
          ? evaluation.fieldTime(node, isUTC: column.isUTC, slots, &arena)
          : moment(node, slots, arena)
        date(time, isUTC: column.isUTC, into: &rows.bytes)
        if index == evaluation.program.mainDate, let time, isOnWire(time) {
          dateKey = Int32(time.parts.dateKey)
        }
      }
    }
    rows.unrepresentedCount += evaluation.unrepresentedCount
    evaluation.unrepresentedCount = 0
    rows.endRow(key: key, start: start, dateKey: dateKey)
  }

  private mutating func string(
    _ node: Int, _ slots: borrowing RowSlots, _ arena: inout PageArena,
    into out: inout ByteBuffer
  ) {
    let place = evaluation.text(node, slots, &arena)
    if let span = arena.span(place), span.byteCount > 0 {
      out.appendJSONString(span, unitsMax: Model.textUnitsMax)
    } else {
      out.append("null")
    }
  }

  private mutating func integer(
    _ node: Int, _ column: RowProgram.CompiledColumn, _ slots: borrowing RowSlots,
    _ arena: inout PageArena, into out: inout ByteBuffer
  ) {
    let place = evaluation.text(node, slots, &arena)
    if let span = arena.span(place), span.byteCount > 0 {
      let isField = evaluation.program.nodes[node].operation == .field
      // The service takes neither end of the range.
      if let value = isField ? RowEvaluation.wholeNumber(span) : IntegerText.value(span),
        value != .max, value != .min
      {
        out.append(decimal: value)
        return
      }
      evaluation.unrepresentedCount += 1
    }
    out.append(column.isNullable ? "null" : "0")
  }

  private mutating func decimal(
    _ node: Int, _ column: RowProgram.CompiledColumn, _ slots: borrowing RowSlots,
    _ arena: inout PageArena, into out: inout ByteBuffer
  ) {
    let operation = evaluation.program.nodes[node].operation
    if operation == .slot || operation == .field {
      let place = evaluation.text(node, slots, &arena)
      if let span = arena.span(place), span.byteCount > 0 {
        if out.append(number: span) { return }
        evaluation.unrepresentedCount += 1
      }
    } else if evaluation.program.nodes[node].operation == .plainNumber {
      let place = evaluation.text(node, slots, &arena)
      if let span = arena.span(place), out.append(number: span) { return }
    } else if let value = evaluation.decimal(node, slots, arena) {
      out.append(value)
      return
    }
    out.append(column.isNullable ? "null" : "0")
  }

  private func boolean(_ flag: Bool?, into out: inout ByteBuffer) {
    guard let flag else {
      out.append("null")
      return
    }
    out.append(flag ? "true" : "false")
  }

  /// The moment on the clock that the column shows.
  private mutating func moment(
    _ node: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> CivilTime? {
    let step = evaluation.program.nodes[node]
    switch step.operation {
    case .local:
      return local(evaluation.seconds(evaluation.child(step, 0), slots, arena))
    case .first:
      for position in 0..<Int(step.count) {
        if let time = moment(evaluation.child(step, position), slots, arena) { return time }
      }
      return nil
    case .written:
      let inner = evaluation.child(step, 0)
      if let time = evaluation.civilTime(inner, slots, arena) { return time }
      return local(evaluation.seconds(inner, slots, arena))
    default:
      return evaluation.seconds(node, slots, arena).map { CivilTime(seconds: $0) }
    }
  }

  /// What the store's own clock shows at that second; nil near the ends of the calendar.
  private mutating func local(_ seconds: Int64?) -> CivilTime? {
    guard let seconds, seconds >= Self.firstSecond + 86_400, seconds < Self.endSecond - 86_400
    else { return nil }
    return evaluation.localClock.local(ofUnixSeconds: seconds)
  }

  private func isOnWire(_ time: CivilTime) -> Bool {
    time.seconds >= Self.wireFirstSecond && time.seconds < Self.endSecond
  }

  private func date(_ time: CivilTime?, isUTC: Bool, into out: inout ByteBuffer) {
    guard let time, time.seconds >= Self.firstSecond, time.seconds < Self.endSecond,
      dialect == .file || isOnWire(time)
    else {
      out.append("null")
      return
    }
    out.append(UInt8(ascii: "\""))
    out.append(time)
    if isUTC { out.append(UInt8(ascii: "Z")) }
    out.append(UInt8(ascii: "\""))
  }
}
