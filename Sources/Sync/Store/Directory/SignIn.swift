import Crypto
package import Domain
import SQLite

/// What a PIN must be, and what is kept of it.
enum PIN {
  /// Throws MALFORMED unless there are four to eight digits.
  static func check(_ pin: String) throws(Refusal) {
    guard (4...8).contains(pin.utf8.count), pin.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw Refusal(.malformed, ["what": .word("pin")])
    }
  }

  static func sealedVerifier(_ pin: String, _ secrets: Secrets) throws -> Bytes {
    try secrets.seal(verifier: try PINVerifier.make(pin))
  }
}

extension DeskStore {
  /// Checks a PIN; throws WRONG_PIN or LOCKED_OUT (with seconds to wait) as a refusal.
  ///
  /// Takes some 30 ms, outside the directory's lock: it waits for no writer. One at a time over all
  /// processes: a right PIN that is still being checked must not look like a wrong one to the next.
  package func signIn(_ staff: ID<Staff>, pin: String) throws {
    guard let person = studio.staff.first(where: { $0.id == staff }), person.active else {
      throw Refusal(.wrongPIN)
    }
    try directory.check(pin, by: staff, within: wait) {
      person.verifier.bytes.isEmpty ? nil : try secrets.verifier(person.verifier)
    }
  }

  /// As `signIn`, for whoever leaves a kiosk that knows no staff.
  package func checkExit(pin: String) throws {
    try directory.check(pin, by: .none, within: wait) {
      try secrets.exitVerifier(in: directory)
    }
  }

  /// False of a kiosk whose joining was broken off before its last step.
  package var hasExit: Bool {
    get throws { try secrets.exitVerifier(in: directory) != nil }
  }

  /// The PIN with which a kiosk that knows no staff is left; throws MALFORMED.
  package func setExit(pin: String) throws {
    try PIN.check(pin)
    try secrets.keep(exitVerifier: try PINVerifier.make(pin), in: directory)
  }

  /// A PIN's verifier, sealed under this directory's secret, for `AddStaff`; throws MALFORMED.
  package func verifier(pin: String) throws -> Bytes {
    try PIN.check(pin)
    return try PIN.sealedVerifier(pin, secrets)
  }
}

extension DataDirectory {
  /// Counts the try before it is judged, on disk.
  fileprivate func check(
    _ pin: String, by person: ID<Staff>, within wait: Duration, _ verifier: () throws -> String?
  ) throws {
    do {
      try DirectoryLock(throttle).withLock(timeout: wait) {
        let file = ThrottleFile(throttle)
        let now = MachineClock.wall
        var tries = try file.read(at: now)
        let wait = tries.wait(person, at: now)
        guard wait == 0 else { throw Refusal(.lockedOut, ["seconds": .seconds(wait)]) }
        tries.count(person, at: now)
        // Before the check: a process that is killed meanwhile has tried.
        try file.write(tries)
        guard let verifier = try verifier(), try PINVerifier.matches(pin, verifier) else {
          throw Refusal(.wrongPIN)
        }
        tries.reset(person)
        try file.write(tries)
      }
    } catch {
      throw StoreError.explaining(error)
    }
  }
}

/// The lock of a kiosk whose directory opens no more, because the studio has shut it out: it stays where
/// members stand, and nothing but its exit PIN leads away.
package struct KioskLock: Sendable {
  private let directory: DataDirectory
  private let wait: Duration

  package init(of directory: String, wait: Int = 30) {
    self.directory = DataDirectory(directory)
    self.wait = .seconds(wait)
  }

  /// False of a directory that is no kiosk's, or whose joining was broken off before it was set: no PIN
  /// opens it.
  package var hasPIN: Bool { Files.exists(directory.exitPIN) }

  /// As `DeskStore.setExit`.
  package func set(pin: String) throws {
    try PIN.check(pin)
    try Secrets(in: directory).keep(exitVerifier: try PINVerifier.make(pin), in: directory)
  }

  /// Throws WRONG_PIN or LOCKED_OUT, as `DeskStore.checkExit`.
  package func check(pin: String) throws {
    try directory.check(pin, by: .none, within: wait) {
      try Secrets(in: directory).exitVerifier(in: directory)
    }
  }
}
