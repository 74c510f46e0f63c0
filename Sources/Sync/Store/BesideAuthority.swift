import Crypto
import Domain
import Wire

/// The authority of a stand-alone studio, opened when it is first asked: no screen waits for it.
///
/// Damage of its file is told by its name: what the desk itself has is in order then.
final class BesideAuthority: LocalAuthority {
  private let place: AuthorityPlace
  private let kind: AuthorityPlace.Kind
  private var made: (any LocalAuthority)?
  /// True where other devices have been let in: their work is in no other file.
  var servesOthers: () -> Bool = { false }

  init(
    _ directory: DataDirectory, _ clock: DeskClock, _ device: ID<Device>, _ secrets: Secrets,
    kind: AuthorityPlace.Kind
  ) {
    place = AuthorityPlace(
      path: directory.authority, device: device, verifierKey: secrets.verifierKey,
      passSeed: secrets.passes?.seed, clockIsSet: clock.isSet, now: { clock.milliseconds })
    self.kind = kind
  }

  func authority() throws -> any LocalAuthority {
    if let made { return made }
    guard Files.size(place.path) > 0 || !servesOthers() else {
      throw Self.damage("is missing or empty, and other devices have work in it")
    }
    return try naming {
      let authority = try kind.make(place)
      made = authority
      return authority
    }
  }

  func exchange(_ request: ExchangeRequest) throws -> ExchangeAnswer {
    let authority = try authority()
    return try naming { try authority.exchange(request) }
  }

  func work() throws -> Int {
    let authority = try authority()
    return try naming { try authority.work() }
  }

  private func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch  where StoreError.isDamage(error) {
      close()
      throw Self.damage("is damaged")
    }
  }

  private static func damage(_ what: String) -> StoreError {
    StoreError(
      .authorityDamaged,
      "authority.db \(what): with no program running here, put copies/authority.db in its place and "
        + "remove authority.db-wal and authority.db-shm, or restore the data directory from a backup"
    )
  }

  /// Brings all that it says into a replica that is being made.
  func fill(_ device: DeviceStore, _ clock: DeskClock) throws {
    try device.settle(with: self, clock)
  }

  /// What is damaged in a file of its kind, one sentence each.
  func problems(in path: String) throws -> [String] { try kind.problems(path) }

  /// Lets go of the file; the next question opens it again.
  func close() {
    made?.close()
    made = nil
  }
}
