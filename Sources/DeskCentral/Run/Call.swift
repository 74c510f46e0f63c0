import Domain
import Glibc
import Zones

/// One run: what was typed, the store it is about, and the clock.
struct Call: Sendable {
  let arguments: Arguments
  let store: any CentralStore
  /// Milliseconds to add to the machine's clock; nil where none was set.
  private let offset: Int64?

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    store = try Self.store(arguments["store"] ?? Self.environment("STUDIOLOOP_STORE"))
    offset = try arguments["clock"].map { text in
      guard let start = Instant(iso8601: text, in: .utc) else {
        throw UsageError("--clock takes a time such as 2026-11-21T17:42:00+02:00")
      }
      return (start.seconds - Int64(time(nil))) * 1_000
    }
  }

  private static func store(_ text: String?) throws -> any CentralStore {
    let text =
      text ?? "sqlite:" + (environment("HOME") ?? ".") + "/.local/share/studioloop/central.db"
    if text.hasPrefix("sqlite:"), text.utf8.count > 7 {
      return SQLiteCentral(String(text.dropFirst(7)))
    }
    if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      let home = environment("HOME") ?? "."
      return PostgresCentral(
        text,
        identityPath: environment("STUDIOLOOP_STATE") ?? home + "/.local/share/studioloop/central")
    }
    throw UsageError("--store takes sqlite:FILE or postgres://ROLE@HOST/DATABASE")
  }

  static func environment(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }

  // MARK: Clock

  var clockIsSet: Bool { offset != nil }

  /// Milliseconds since 1970, now and whenever it is called.
  var clock: @Sendable () -> Int64 {
    let offset = offset ?? 0
    return {
      var now = timespec()
      clock_gettime(CLOCK_REALTIME, &now)
      return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000 + offset
    }
  }

  var now: Instant { Instant(clock() / 1_000) }

  // MARK: Values

  /// `-` stands for a line of standard input, so that no PIN need stand in a list of processes.
  func pin(_ option: String) throws -> String {
    var pin = try arguments.needed(option)
    if pin == "-" { pin = readLine() ?? "" }
    guard 4...8 ~= pin.utf8.count, pin.utf8.allSatisfy({ 48...57 ~= $0 }) else {
      throw Refusal(.malformed, ["what": .word("pin")])
    }
    return pin
  }

  /// Throws `UsageError` for a zone that this machine does not know.
  func zone(_ name: String) throws -> Zone {
    do { return try Zones.tree.zone(named: name) } catch {
      throw UsageError("there is no such time zone: use an IANA name such as Africa/Johannesburg")
    }
  }

  // MARK: Organization

  /// The one that is named, or the only one.
  func organization() throws -> Registered {
    let all = try store.organizations()
    guard let word = arguments["organization"] else {
      guard let first = all.first else {
        throw Problem("there is no organization yet: desk-central organization add --name N")
      }
      guard all.count == 1 else {
        throw UsageError("there are several organizations: name one with --organization")
      }
      return first
    }
    let found = all.filter { $0.id.text == word || $0.name == word }
    guard found.count == 1 else {
      throw UsageError(
        found.isEmpty
          ? "there is no such organization: desk-central organization list"
          : "several organizations have that name: use the id")
    }
    return found[0]
  }

  /// Runs `body` on an organization's authority, with no other process in between.
  func atWork<Result>(_ body: (any AuthorityDesk) throws -> Result) throws -> Result {
    let opened = try store.open(organization(), clockIsSet: clockIsSet, serves: false)
    return try opened.alone { try body(opened.authority) }
  }
}

enum Zones {
  static let tree = TZifTree()
}
