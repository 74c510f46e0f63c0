import Config
import Domain
import Glibc
import Sync

/// What a run was asked, before any store is open: words, environment, configuration.
struct Call {
  let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  var machineNow: Instant { DeskClock().now }

  func environment(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }

  // MARK: Configuration

  /// The file that holds, if there is one.
  var configPath: String? {
    var variables: [String: String] = [:]
    for name in ["STUDIOLOOP_CONFIG", "XDG_CONFIG_HOME", "HOME"] {
      variables[name] = environment(name)
    }
    return Config.locate(explicit: arguments["config"], environment: variables)
  }

  /// Throws `ConfigError` for a file that is wrong or, where it was named, missing.
  func config() throws -> Config { try configPath.map { try Config.load($0) } ?? Config() }

  /// `--data`, the configuration's, or the user's own data directory.
  func directory(_ config: Config) -> String {
    if let given = arguments["data"] { return given }
    let set = config.desk.data
    if set == Config().desk.data, let base = environment("XDG_DATA_HOME"), base.hasPrefix("/") {
      return base + "/studioloop"
    }
    guard set.hasPrefix("~/") else { return set }
    return (environment("HOME") ?? "/") + set.dropFirst()
  }

  /// Where it is noted what was used of granted places; empty is among the data.
  func spent(_ config: Config) -> String {
    let set = config.desk.spent
    return set.hasPrefix("~/") ? (environment("HOME") ?? "/") + set.dropFirst() : set
  }

  /// Where to act; empty is the device's own location.
  func place(_ config: Config) -> String { arguments.global("location") ?? config.desk.location }

  /// Seconds to wait for the lock.
  func wait(_ config: Config) -> Int { arguments.number("wait") ?? config.desk.waitSeconds }

  // MARK: Values

  func operation() throws -> ID<Operation>? {
    guard let text = arguments["operation"] else { return nil }
    guard let id = ID<Operation>(text: text) else {
      throw UsageError("--operation takes a UUID such as 0190f5a2-7c1e-7d3a-9b50-1f2e3d4c5b6a")
    }
    return id
  }

  /// The clock to run on; a local time without offset needs the zone of the place.
  func clock(in zone: @autoclosure () throws -> Zone) throws -> DeskClock {
    guard let text = arguments["clock"] else { return DeskClock() }
    let start: Instant?
    if let anywhere = Instant(iso8601: text, in: .utc), hasOffset(text, anywhere) {
      start = anywhere
    } else {
      start = Instant(iso8601: text, in: try zone())
    }
    guard let start else { throw UsageError("--clock takes \(Self.timeWords)") }
    return DeskClock(offset: start - machineNow, isSet: true)
  }

  static let timeWords = "a time such as 2026-11-21T17:42 or 2026-11-21T17:42:00+02:00"

  /// A time with its own offset means the same moment in every zone.
  private func hasOffset(_ text: String, _ inUTC: Instant) -> Bool {
    Instant(iso8601: text, in: Zone(name: "", offset: 3_600)) == inUTC
  }

  // MARK: Who

  /// Who acts on a device; a kiosk knows no staff, whatever the environment says of other devices.
  ///
  /// Throws a `UsageError` where somebody is named to a kiosk.
  func staffName(on device: Device) throws -> String? {
    let named = arguments.global("as")
    guard device.role == .kiosk else { return named ?? environment("STUDIOLOOP_AS") }
    guard named == nil else {
      throw UsageError("a kiosk knows no staff: leave --as out, or do this at a desk")
    }
    return nil
  }

  /// The PIN of who acts, asked for at a terminal; throws `UsageError` where somebody is named
  /// without one.
  func pin() throws -> String {
    if let pin = arguments.global("pin") ?? environment("STUDIOLOOP_PIN") {
      return try secret(pin)
    }
    guard let typed = try AskedPIN.ask("your PIN") else {
      throw UsageError("--as needs --pin PIN (or --pin - to read it from standard input)")
    }
    return typed
  }

  /// `-` stands for a line of standard input, so that no PIN need stand in a list of processes.
  func secret(_ text: String) throws -> String {
    guard text == "-" else { return text }
    guard let line = readLine() else { throw UsageError("standard input has no PIN") }
    return line
  }
}
