/// What is offered: a group class or a 1:1 session.
package struct Service: Record {
  package var id = ID<Service>.none
  package var name = ""
  /// yoga, hiit, strength…: the studio's own word.
  package var type = ""
  package var difficulty = ""
  package var ageFrom: Int?
  package var ageTo: Int?
  package var minutes = 60
  package var capacity = 20
  package var credits = Credits.zero
  /// What one place costs without credits, in minor units; nil where it is not sold singly.
  package var price: Int?
  package var colour = ""
  package var leader: ID<Staff>?
  package var bookingMode = BookingMode.selfService
  package var instructorBooking = false
  package var terms = false
  package var oneToOne = false
  package var active = true
  package var policy = PolicyOverrides()

  package static let table = Table.service
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("name", \.name), Field("type", \.type),
    Field("difficulty", \.difficulty), Field("ageFrom", \.ageFrom), Field("ageTo", \.ageTo),
    Field("minutes", \.minutes), Field("capacity", \.capacity), Field("credits", \.credits),
    Field("price", \.price), Field("colour", \.colour), Field("leader", \.leader),
    Field("bookingMode", \.bookingMode), Field("instructorBooking", \.instructorBooking),
    Field("terms", \.terms), Field("oneToOne", \.oneToOne), Field("active", \.active),
    Field("policy", \.policy),
  ]
  package init() {}
}

package enum BookingMode: String, CaseIterable, Sendable, Codable, FieldValue {
  case selfService = "self"
  case instructorLed, staffOnly, hybrid
}
