internal import Delivery
internal import Model

extension Entity {
  /// The mode of a table that is begun without one being asked for.
  var standardMode: DeliveryMode {
    switch delivery {
    case .signed: .signed
    case .replace: .replace
    }
  }
}
