package import Domain
import FoundationEssentials

/// Operations as the bytes that are stored, hashed and sent: JSON with sorted keys, so that the same
/// value gives the same bytes; unknown fields of newer programs are passed over when read.
package enum PayloadCodec {
  /// Header and payload together have at most so many bytes; imports are split by it.
  package static let limit = 16 * 1_024
  /// The payload shapes that this program writes and the newest that it reads.
  package static let version = 1

  private static let encoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
  private static let decoder = JSONDecoder()

  package static func encode(_ header: OperationHeader) throws(WireError) -> [UInt8] {
    do {
      return [UInt8](try encoder.encode(header))
    } catch {
      throw WireError(.malformedHeader, kind: header.kind)
    }
  }

  /// Throws `tooLarge` where the payload alone is over the limit.
  package static func encode(_ intent: any Intent) throws(WireError) -> [UInt8] {
    let kind = type(of: intent).kind.rawValue
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try encoder.encode(intent))
    } catch {
      throw WireError(.malformedPayload, kind: kind)
    }
    guard bytes.count <= limit else { throw WireError(.tooLarge, kind: kind) }
    return bytes
  }

  package static func header(_ bytes: [UInt8]) throws(WireError) -> OperationHeader {
    do {
      return try decoder.decode(OperationHeader.self, from: Data(bytes))
    } catch {
      throw WireError(.malformedHeader)
    }
  }

  /// Throws `unknownKind` and `newerVersion` for what a later program wrote, else `malformedPayload`.
  package static func intent(
    _ bytes: [UInt8], of header: OperationHeader
  ) throws(WireError) -> any Intent {
    guard let kind = OperationKind(rawValue: header.kind) else {
      throw WireError(.unknownKind, kind: header.kind)
    }
    guard header.version <= version else { throw WireError(.newerVersion, kind: header.kind) }
    guard bytes.count <= limit else { throw WireError(.tooLarge, kind: header.kind) }
    do {
      return try decoder.decode(kind.type, from: Data(bytes))
    } catch {
      throw WireError(.malformedPayload, kind: header.kind)
    }
  }

  /// The operation of a stored header and payload; throws as the two readers do.
  package static func operation(
    _ header: OperationHeader, payload: [UInt8]
  ) throws(WireError) -> Operation {
    var operation = Operation(
      id: header.id, device: header.device, location: header.location, actor: header.actor,
      channel: header.channel, at: header.at, clockUncertain: header.clock == .uncertain,
      intent: try intent(payload, of: header))
    operation.life = header.epoch.life
    return operation
  }
}
