/// Adds a service, or changes one that exists.
package struct DefineService: Intent {
  package static let kind = OperationKind.defineService
  /// The service to change; nil makes a new one.
  package var service: ID<Service>?
  package var name: String
  package var type: String
  package var minutes: Int?
  package var capacity: Int?
  package var credits: Credits?
  package var price: Int?
  package var ageFrom: Int?
  package var ageTo: Int?
  package var leader: ID<Staff>?
  package var bookingMode: BookingMode?
  package var instructorBooking: Bool?
  package var terms: Bool?
  package var oneToOne: Bool?
  package var policy: PolicyOverrides?

  package init(name: String, type: String) {
    self.name = name
    self.type = type
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [.services] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.manageSchedule, at: at.location)
    var row = try service.map { id throws(Refusal) in try at.require(id) } ?? Service()
    if service == nil { row.id = ID(at.id.raw) }
    row.name = Cleaned.name(name)
    row.type = Cleaned.name(type)
    guard !row.name.isEmpty else { throw Refusal(.malformed, ["what": .word("name")]) }
    row.minutes = minutes ?? row.minutes
    row.capacity = capacity ?? row.capacity
    row.credits = credits ?? row.credits
    row.price = price ?? row.price
    row.ageFrom = ageFrom ?? row.ageFrom
    row.ageTo = ageTo ?? row.ageTo
    row.leader = leader ?? row.leader
    row.bookingMode = bookingMode ?? row.bookingMode
    row.instructorBooking = instructorBooking ?? row.instructorBooking
    row.terms = terms ?? row.terms
    row.oneToOne = oneToOne ?? row.oneToOne
    row.policy = policy ?? row.policy
    guard (1...2_880).contains(row.minutes), (0...100_000).contains(row.capacity),
      row.credits >= .zero, (row.price ?? 0) >= 0, (row.ageFrom ?? 0) <= (row.ageTo ?? Int.max)
    else { throw Refusal(.malformed, ["what": .word("service")]) }
    let twin = at.facts.all(Service.self).contains { $0.name == row.name && $0.id != row.id }
    guard !twin else { throw Refusal(.malformed, ["what": .word("nameTaken")]) }
    at.put(row)
    at.subject = row.id.raw
  }
}
