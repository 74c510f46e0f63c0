import Domain

extension Authority {
  /// Up to when nothing can come any more from each location.
  func settled(at now: Instant) throws -> Watermarks {
    let contacts = try store.contacts()
    let heard = try store.studio(knowing: nil).all(Device.self).map { device in
      let contact = contacts[device.id]
      var heard = Watermarks.Heard(device.id, at: device.location)
      heard.watermark = contact?.watermark
      heard.lastContact = contact?.at
      heard.closed = contact?.closed ?? false
      heard.revoked = device.revoked
      heard.setAside = device.setAside
      return heard
    }
    return Watermarks(heard, now: now)
  }
}
