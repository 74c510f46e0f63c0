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
  /// Takes some 30 ms, outside the directory's lock. One at a time over all processes: a right PIN
  /// that is still being checked must not look like a wrong one to the next.
  package func signIn(_ staff: ID<Staff>, pin: String) throws {
    guard let person = studio.staff.first(where: { $0.id == staff }), person.active else {
      throw Refusal(.wrongPIN)
    }
    do {
      try DirectoryLock(directory.signInLock).withLock(timeout: wait) {
        try check(pin, of: person)
      }
    } catch {
      throw StoreError.explaining(error)
    }
  }

  private func check(_ pin: String, of person: Staff) throws {
    try changeThrottle { throttle, now throws(Refusal) in
      let wait = throttle.wait(person.id, at: now)
      guard wait == 0 else { throw Refusal(.lockedOut, ["seconds": .seconds(wait)]) }
      throttle.count(person.id, at: now)
    }
    guard !person.verifier.bytes.isEmpty,
      try PINVerifier.matches(pin, try secrets.verifier(person.verifier))
    else { throw Refusal(.wrongPIN) }
    try changeThrottle { throttle, _ in throttle.reset(person.id) }
  }

  /// A PIN's verifier, sealed under this directory's secret, for `AddStaff`; throws MALFORMED.
  package func verifier(pin: String) throws -> Bytes {
    try PIN.check(pin)
    return try PIN.sealedVerifier(pin, secrets)
  }

  /// The count of wrong tries lies in a file, so that it survives a restart; it runs on the
  /// machine's clock, which no command sets.
  private func changeThrottle(
    _ change: (inout SignInThrottle, Instant) throws(Refusal) -> Void
  ) throws {
    let path = directory.throttle
    try locked { _ in
      let before = SignInThrottle(text: String(decoding: try Files.read(path) ?? [], as: UTF8.self))
      var throttle = before
      try change(&throttle, MachineClock.wall)
      guard throttle != before else { return }
      try Files.write(Array(throttle.text.utf8), to: path, durable: false)
    }
  }
}
