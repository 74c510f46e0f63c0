/// A short text locked under what somebody shows at the door, and under nothing that lies beside it.
///
/// All boxes are of one length, so that none tells how long a name is, and none says what opens it: a
/// key is tried on each.
package enum DoorBox {
  /// Bytes of text; more is cut off between two characters.
  private static let room = 32
  package static let length = room + 40

  /// From a pass: its signature, not the id of its booking, which stands in the rows of whoever keeps
  /// the box.
  package static func key(signature: [UInt8]) throws(CryptoError) -> [UInt8] {
    try keyedHash(signature, key: Array("a name under a pass".utf8), length: SecretBox.keyLength)
  }

  /// From a code of 35 bits, slowly. `place` is no secret: it makes what was tried for one place and
  /// day worth nothing for another.
  package static func key(code: String, place: [UInt8]) throws(CryptoError) -> [UInt8] {
    try stretchedKey(
      code, salt: try keyedHash(place, key: Array("a name under a code".utf8), length: 16))
  }

  package static func seal(_ text: String, key: [UInt8]) throws(CryptoError) -> [UInt8] {
    var bytes: [UInt8] = []
    for character in text {
      guard bytes.count + character.utf8.count <= room else { break }
      bytes += character.utf8
    }
    bytes += [UInt8](repeating: 0, count: room - bytes.count)
    return try SecretBox.seal(bytes, key: key)
  }

  /// The text in the one of several boxes, one behind the other, that this key opens; nil where it
  /// opens none.
  package static func open(_ boxes: [UInt8], key: [UInt8]) -> String? {
    for start in stride(from: 0, to: boxes.count, by: length) {
      let box = Array(boxes[start..<min(start + length, boxes.count)])
      if let bytes = try? SecretBox.open(box, key: key) {
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
    }
    return nil
  }
}
