import Crypto
package import Domain
import SQLite
package import Wire

/// Which device this directory is, and which life of it.
package struct DeviceIdentity: Sendable {
  package let device: ID<Device>
  package let location: ID<Location>
  package private(set) var epoch: Epoch

  /// Nil in the first life.
  private(set) var parent: Epoch?
  private let random: Randomness

  /// Reads who the device is, or settles it for a new file: a fresh device with a fresh epoch.
  init(in connection: Connection, _ random: Randomness) throws {
    if try connection.meta("device") == nil,
      try connection.first("SELECT 1 FROM operations", map: { $0.int(0) }) == nil
    {
      try connection.setMeta("device", Self.bytes(ID(random.id()), ID(random.id()), random))
    }
    guard let bytes = try connection.meta("device"), bytes.count == 40,
      let device = Bits128(bytes: bytes[0..<16]), let location = Bits128(bytes: bytes[16..<32])
    else { throw StoreError(.damaged, "operations.db does not say which device it is of") }
    self.device = ID(device)
    self.location = ID(location)
    self.random = random
    epoch = Epoch(bytes: bytes[32...])
    parent = try connection.meta("parentEpoch").map { Epoch(bytes: $0[...]) }
  }

  /// As it is kept: device, location, and a fresh epoch.
  static func bytes(
    _ device: ID<Device>, _ location: ID<Location>, _ random: Randomness
  ) -> [UInt8] {
    device.raw.bytes + location.raw.bytes + random.bytes(8)
  }

  /// As the rulebook names the present life of the file.
  package var life: Int { epoch.life }

  /// For a question whose answer must not be an old one.
  func nonce() -> Bits128 { random.id() }

  /// Another process may have begun another life.
  mutating func refresh(in connection: Connection) throws {
    self = try DeviceIdentity(in: connection, random)
  }

  /// Takes a fresh epoch and remembers the one it came from.
  mutating func beginEpoch(in connection: Connection) throws {
    let fresh = random.bytes(8)
    try connection.atomically {
      try connection.run(
        """
        INSERT INTO meta SELECT 'parentEpoch', substr(value, 33) FROM meta WHERE name = 'device'
        ON CONFLICT(name) DO UPDATE SET value = excluded.value
        """)
      try connection.run(
        "UPDATE meta SET value = ? WHERE name = 'device'",
        device.raw.bytes + location.raw.bytes + fresh)
    }
    try refresh(in: connection)
  }
}

extension Epoch {
  fileprivate init(bytes: ArraySlice<UInt8>) { self.init(bytes.reduce(0) { $0 << 8 | UInt64($1) }) }
}

extension Connection {
  func meta(_ name: String) throws -> [UInt8]? {
    try first("SELECT value FROM meta WHERE name = ?", name) { $0.blob(0) }
  }

  func setMeta(_ name: String, _ value: [UInt8]) throws {
    try run("INSERT OR REPLACE INTO meta VALUES(?, ?)", name, value)
  }
}

/// Where ids and epochs come from: the machine, or a seed.
package struct Randomness: Sendable {
  package let bytes: @Sendable (Int) -> [UInt8]
  package let milliseconds: @Sendable () -> Int64

  package init(
    bytes: @escaping @Sendable (Int) -> [UInt8], milliseconds: @escaping @Sendable () -> Int64
  ) {
    self.bytes = bytes
    self.milliseconds = milliseconds
  }

  package static let system = Randomness(
    bytes: { randomBytes($0) }, milliseconds: { MachineClock.milliseconds })

  /// A fresh UUIDv7.
  package func id() -> Bits128 { Bits128(milliseconds: milliseconds(), random: bytes(16)) }
}

extension Bits128 {
  static func minted() -> Bits128 { Randomness.system.id() }
}
