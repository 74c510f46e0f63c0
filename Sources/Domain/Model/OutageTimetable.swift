/// The outages that are announced for one location, kept under the location's id; every device of the
/// location has it.
package struct OutageTimetable: Record {
  package var id = ID<OutageTimetable>.none
  package var location = ID<Location>.none
  package var windows: [OutageWindow] = []

  package static let table = Table.outageTimetable
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("location", \.location), Field("windows", \.windows),
  ]
  package init() {}

  package init(of location: ID<Location>) {
    id = Self.id(of: location)
    self.location = location
  }

  package static func id(of location: ID<Location>) -> ID<OutageTimetable> { ID(location.raw) }
}
