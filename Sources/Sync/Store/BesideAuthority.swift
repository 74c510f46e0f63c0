import Domain
import Wire

/// The authority of a stand-alone studio, opened when it is first asked: no screen waits for it.
final class BesideAuthority {
  private let place: AuthorityPlace
  private let make: AuthorityPlace.Maker
  private var made: (any LocalAuthority)?

  init(
    _ directory: DataDirectory, _ clock: DeskClock, _ device: ID<Device>, _ secrets: Secrets,
    make: @escaping AuthorityPlace.Maker
  ) {
    place = AuthorityPlace(
      path: directory.authority, device: device, verifierKey: secrets.verifierKey,
      clockIsSet: clock.isSet, now: { clock.milliseconds })
    self.make = make
  }

  func authority() throws -> any LocalAuthority {
    if let made { return made }
    let authority = try make(place)
    made = authority
    return authority
  }

  /// Brings all that it says into a replica that is being made.
  func fill(_ device: DeviceStore, _ clock: DeskClock) throws {
    try device.settle(with: authority(), clock)
  }

  /// Lets go of the file; the next question opens it again.
  func rest() {
    made?.close()
    made = nil
  }
}
