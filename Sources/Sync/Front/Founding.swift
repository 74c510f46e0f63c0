/// What `desk init` asks.
package struct Founding: Sendable {
  package var name: String
  package var location: String
  package var zone: String
  package var owner: String
  package var pin: String
  package var currency: String
  package var training: Bool

  package init(
    name: String, location: String, zone: String, owner: String, pin: String,
    currency: String = "ZAR", training: Bool = false
  ) {
    self.name = name
    self.location = location
    self.zone = zone
    self.owner = owner
    self.pin = pin
    self.currency = currency
    self.training = training
  }
}
