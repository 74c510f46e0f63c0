package import Domain
import FoundationEssentials

/// What a device could not deliver, on a stick: bodies of requests as the wire carries them, then one
/// line in which the device vouches for every byte before it.
package enum OutboxFile {
  /// Bytes; more than a desk types in months.
  package static let limit = 256 << 20

  /// The last line.
  private struct Seal: Codable {
    var device: ID<Device>
    /// Over `SignedMessage.outbox`.
    var signature: Base64
  }

  /// The one line of a file that only the authority opens.
  private struct Box: Codable {
    var device: ID<Device>
    var sealed: Base64
  }

  /// Why a file is not taken; throws away nothing that could be read again.
  package enum Problem: Error, Equatable, Sendable {
    /// Not what the device wrote: changed, cut, or no such file at all.
    case changed
    /// Nobody here knows the key of who vouches for it.
    case stranger
  }

  /// Throws `WireError` where a part cannot be written.
  package static func encode(
    _ parts: [ExchangeRequest], by device: ID<Device>, sign: ([UInt8]) -> [UInt8]
  ) throws(WireError) -> [UInt8] {
    var file: [UInt8] = []
    for part in parts { file += try ExchangeCodec.encode(part) }
    let seal = Seal(
      device: device, signature: Base64(sign(SignedMessage.outbox(file, of: device))))
    return file + (try ExchangeCodec.encode(seal)) + [Lines.end]
  }

  /// The operations, in their order. `verify` answers whether a signature is the device's over a
  /// message, and nil for a device that it does not know. Throws `Problem`.
  package static func operations(
    in file: [UInt8],
    verify: (_ device: ID<Device>, _ signature: [UInt8], _ message: [UInt8]) -> Bool?
  ) throws(Problem) -> [StoredOperation] {
    guard file.count <= limit, file.last == Lines.end,
      let start = file.dropLast().lastIndex(of: Lines.end)
    else { throw .changed }
    let body = Array(file[...start])
    let seal = try line(Seal.self, file[(start + 1)...])
    let message = SignedMessage.outbox(body, of: seal.device)
    guard let isTrue = verify(seal.device, seal.signature.bytes, message) else { throw .stranger }
    guard isTrue else { throw .changed }
    do {
      var lines = try Lines(body, limit: limit)
      var operations: [StoredOperation] = []
      while !lines.isEmpty {
        let part = try ExchangeCodec.request(&lines)
        operations += part.operations + part.strays
      }
      return operations
    } catch {
      throw .changed
    }
  }

  // MARK: For the authority alone

  /// `box` is such a file, locked to the authority's key.
  package static func sealed(_ box: [UInt8], by device: ID<Device>) throws(WireError) -> [UInt8] {
    try ExchangeCodec.encode(Box(device: device, sealed: Base64(box))) + [Lines.end]
  }

  /// True for a file that only the authority opens. Throws `Problem`.
  package static func isLocked(_ file: [UInt8]) throws(Problem) -> Bool {
    // An open file has two lines at least.
    guard file.firstIndex(of: Lines.end) == file.count - 1, file.count <= limit else {
      return false
    }
    _ = try line(Box.self, file[...])
    return true
  }

  /// The file that is locked in another, and is of the device that this one names. Throws `Problem`.
  package static func opened(
    _ file: [UInt8], _ open: ([UInt8]) throws -> [UInt8]
  ) throws(Problem) -> [UInt8] {
    let box = try line(Box.self, file[...])
    guard let inner = try? open(box.sealed.bytes), inner.last == Lines.end,
      let start = inner.dropLast().lastIndex(of: Lines.end),
      try line(Seal.self, inner[(start + 1)...]).device == box.device
    else { throw .changed }
    return inner
  }

  /// Exactly as it is written here: a byte that another reading would pass over counts too.
  private static func line<Line: Codable>(
    _ type: Line.Type, _ bytes: ArraySlice<UInt8>
  ) throws(Problem) -> Line {
    guard let line = try? ExchangeCodec.decode(type, bytes.dropLast()),
      let again = try? ExchangeCodec.encode(line), again == Array(bytes.dropLast())
    else { throw .changed }
    return line
  }
}
