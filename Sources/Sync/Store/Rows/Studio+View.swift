import Domain
import Rows

extension Studio {
  /// Nil before the founding.
  func view(of device: ID<Device>) -> StudioView? {
    guard let organization = facts.organization, let row = facts[device],
      let location = facts[row.location]
    else { return nil }
    var view = StudioView(
      organization: organization, device: row, location: location,
      zones: facts.zones, locations: facts.all(Location.self),
      rooms: facts.all(Room.self), staff: facts.all(Staff.self),
      services: services.values.sorted { $0.id < $1.id })
    view.outages = facts.all(OutageTimetable.self)
    return view
  }
}
