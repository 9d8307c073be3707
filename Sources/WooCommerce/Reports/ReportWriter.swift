internal import Bytes
internal import Delivery
internal import Model
internal import WordPress

/// Writes computed rows: the same encoder as for rows that statements bring, so that types, limits
/// and nulls are the same.
struct ReportWriter: ~Copyable {
  private var encoder: RowEncoder
  private var arena = PageArena()
  private var table = SlotTable()
  private var slots: RowSlots
  /// Slots that columns read.
  private let slotCount: Int
  /// The keys of rows that are wanted: those after the first, up to the last.
  private var after: Int64 = 0
  private var last: Int64 = .max

  init(_ entity: Entity, shop: Shop, dialect: RowDialect) {
    let program = RowProgram(entity, shop: shop, slots: &table, arena: &arena)
    slotCount = table.count
    slots = RowSlots(count: table.count)
    encoder = RowEncoder(
      RowEvaluation(program, priceDecimals: shop.priceDecimals, zone: shop.zone), dialect: dialect)
  }

  mutating func put(_ name: String, _ text: String) {
    put(name, arena.copy(Array(text.utf8).rawSpan))
  }

  mutating func put(_ name: String, _ bytes: [UInt8]?) {
    if let bytes { put(name, arena.copy(bytes.rawSpan)) }
  }

  mutating func put(_ name: String, _ value: ExactDecimal) { put(name, arena.write(value)) }

  mutating func put(_ name: String, _ value: Int) {
    put(name, arena.write(ExactDecimal(Int64(value))))
  }

  mutating func put(_ name: String, _ flag: Bool) { put(name, flag ? "1" : "0") }

  /// A day of the calendar, at its beginning.
  mutating func put(_ name: String, day: Day) {
    put(name, day.text + " 00:00:00")
  }

  private mutating func put(_ name: String, _ place: CellPlace) {
    let slot = table.slot(input: name)
    // A selection may have left the column out: then nobody waits for the value.
    if slot < slotCount { slots.put(slot, place, rank: 0) }
  }

  /// From here on, rows with other keys are dropped: a report makes rows in pages of its own.
  mutating func keep(after: Int64, upTo last: Int64) {
    self.after = after
    self.last = last
  }

  /// Ends the row; what was not put is null.
  mutating func endRow(key: Int64, into rows: inout RowBuffer) {
    if key > after, key <= last { encoder.encode(key: key, slots, &arena, into: &rows) }
    slots.clear()
    arena.removePage()
  }
}
