import Domain
import Wire

extension Authority {
  /// Whom a desk is told of, so that its roster can say why nobody is judged yet.
  ///
  /// Looked up some times a minute at most, and never while the store is ahead: then what was known
  /// before is told.
  func behind(for device: ID<Device>, at now: Instant) throws -> [AwaitedDevice] {
    guard let row = try store.studio(knowing: nil)[device], row.role == .desk else { return [] }
    if !store.isAhead, heldUp.map({ now - $0.at >= Self.betweenLooks }) ?? true {
      heldUp = (now, try settled(at: now))
    }
    return (heldUp?.by.behind(at: row.location) ?? []).map {
      AwaitedDevice($0.device, watermark: $0.watermark, lastContact: $0.lastContact)
    }
  }

  private static var betweenLooks: Int { 20 }

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
