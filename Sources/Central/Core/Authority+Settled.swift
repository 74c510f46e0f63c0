import Domain

extension Authority {
  /// Up to when nothing can come any more from each location.
  func settled(at now: Instant) throws -> Settled {
    let contacts = try store.contacts()
    var places: [ID<Location>: Instant] = [:]
    for device in try store.studio(knowing: nil).all(Device.self) {
      guard let contact = contacts[device.id], !device.revoked, !device.setAside,
        !contact.closed, now - contact.at < 3 * 86_400
      else { continue }
      let until = contact.watermark ?? Instant(0)
      places[device.location] = min(places[device.location] ?? until, until)
    }
    return Settled(places, now: now)
  }
}
