internal import Bytes
internal import Delivery

extension ReadPlan {
  /// How a product's row becomes one for each of its attributes' values.
  struct Unfolding: Sendable {
    /// The input of which the rows are made.
    static let definitionInput = "definition"

    private let definition: Int
    private let attribute: Int
    private let value: Int
    private let label: Int

    init(_ slots: inout SlotTable) {
      definition = slots.slot(input: Self.definitionInput)
      attribute = slots.slot(input: "attribute")
      value = slots.slot(input: "value")
      label = slots.slot(input: "label")
    }

    /// Encodes the row of the moment once for each value; all bear its key.
    func encode(
      key: Int64, _ attributes: AttributeValues, _ slots: inout RowSlots,
      _ arena: inout PageArena, _ encoder: inout RowEncoder, into rows: inout RowBuffer
    ) {
      let text = arena.span(slots[definition])?.array() ?? []
      for row in attributes.rows(of: key, text) {
        let mark = arena.count
        slots.replace(attribute, arena.copy(row.attribute.rawSpan))
        slots.replace(value, arena.copy(row.value.rawSpan))
        slots.replace(label, arena.copy(row.label.rawSpan))
        encoder.encode(key: key, slots, &arena, into: &rows)
        arena.truncate(to: mark)
      }
    }
  }
}
