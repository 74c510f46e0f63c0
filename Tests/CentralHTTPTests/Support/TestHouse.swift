import Central
import CentralHTTP
import Crypto
import Domain
import Support
import Synchronization
import Testing
import Wire
import Zones

/// One studio at a service of its own, with a clock that a test can move.
final class TestHouse: Sendable {
  private final class Past: Sendable {
    /// Errors that nobody was told; a test that ends with some has met a defect.
    let errors = Mutex<[String]>([])
    /// Milliseconds since the start.
    let time = Mutex<Int64>(0)
  }

  private let past = Past()
  private let directory = TemporaryDirectory()
  let metrics = Metrics()
  let writer: OrganizationWriter
  let service: WireService
  let owner: ID<Staff>
  let location: ID<Location>

  static let start: Int64 = 1_795_000_000_000

  init(_ change: (inout WireService.Options) -> Void = { _ in }) throws {
    var options = WireService.Options()
    change(&options)
    let path = directory.file("authority.db")
    let clock: @Sendable () -> Int64 = { [past] in Self.start + past.time.withLock { $0 } }
    let founded = try Self.found(path)
    (owner, location) = (founded.owner, founded.location)
    writer = try OrganizationWriter(
      metrics: metrics, clock: clock,
      report: { [past] error in
        past.errors.withLock { $0.append("\(error)") }
      },
      make: {
        OpenAuthority(Authority(try SQLiteAuthorityStore(path, zones: TZifTree())))
      })
    service = WireService(
      Houses([try House(writer)], more: { _ in [] }), options: options, metrics: metrics,
      clock: clock)
  }

  private static func found(_ path: String) throws -> (owner: ID<Staff>, location: ID<Location>) {
    let store = try SQLiteAuthorityStore(path, zones: TZifTree())
    let authority = Authority(store)
    _ = try authority.found(
      name: "Studio", location: "Main", zone: "Africa/Johannesburg", owner: "Olga Owner",
      verifier: "none", at: Instant(start / 1_000))
    let facts = try store.studio(knowing: nil)
    store.close()
    return (
      try #require(facts.all(Staff.self).first).id, try #require(facts.all(Location.self).first).id
    )
  }

  var now: Instant { Instant((Self.start + past.time.withLock { $0 }) / 1_000) }
  func pass(seconds: Int64) { past.time.withLock { $0 += seconds * 1_000 } }
  var errors: [String] { past.errors.withLock { $0 } }

  /// Something that the authority does, on its own thread.
  func ask<Result: Sendable>(
    _ body: @escaping @Sendable (Authority<SQLiteAuthorityStore>) throws -> Result
  ) throws -> Result {
    try writer.perform { core in
      try body(try #require(core as? Authority<SQLiteAuthorityStore>))
    }
  }

  func code(_ role: DeviceRole = .desk) throws -> String {
    let (location, now) = (location, now)
    return try ask { try $0.enrolmentCode(for: role, at: location, at: now) }
  }
}
