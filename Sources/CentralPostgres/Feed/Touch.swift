import Central
import Domain

/// What one operation did to one row, as it is kept beside the operation for the feed.
struct Touch {
  enum Kind: UInt8 {
    /// The row stands as it was put, unless a later operation touched it too.
    case put = 0x2B
    /// It ended.
    case end = 0x2D
    /// It left the session on which it hung until then.
    case left = 0x3E
  }

  let kind: Kind
  let table: Table
  let key: Bits128
  /// What it hangs on; of one that ended or left, what it hung on.
  let hanging: Hanging

  var row: RowKey { RowKey(table: table, key: key) }
}

/// The touches of one operation as bytes: each the letter of its kind, the length and word of its
/// table, its key, and behind a byte that tells which there are, the session and the audience.
struct Touches {
  private(set) var bytes: [UInt8] = []

  init() {}

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func append(_ touch: Touch) {
    let word = touch.table.rawValue.utf8
    bytes.append(touch.kind.rawValue)
    bytes.append(UInt8(word.count))
    bytes.append(contentsOf: word)
    bytes.append(contentsOf: touch.key.bytes)
    let (session, audience) = (touch.hanging.session, touch.hanging.audience)
    bytes.append((session == nil ? 0 : 1) | (audience == nil ? 0 : 2))
    if let session { bytes.append(contentsOf: session.raw.bytes) }
    if let audience { bytes.append(contentsOf: audience.bytes) }
  }

  /// Tables that this program does not know are passed over.
  var all: [Touch] {
    var touches: [Touch] = []
    var rest = bytes[...]
    func key(of rest: inout ArraySlice<UInt8>) -> Bits128 {
      defer { rest = rest.dropFirst(16) }
      return Bits128(bytes: rest.prefix(16)) ?? Bits128(hi: 0, lo: 0)
    }
    while rest.count > 2 {
      let kind = Touch.Kind(rawValue: rest.removeFirst())
      let length = Int(rest.removeFirst())
      let table = Table(rawValue: String(decoding: rest.prefix(length), as: UTF8.self))
      rest = rest.dropFirst(length)
      let row = key(of: &rest)
      let flags = rest.popFirst() ?? 0
      var hanging = Hanging()
      if flags & 1 != 0 { hanging.session = ID(key(of: &rest)) }
      if flags & 2 != 0 { hanging.audience = key(of: &rest) }
      guard let kind, let table else { continue }
      touches.append(Touch(kind: kind, table: table, key: row, hanging: hanging))
    }
    return touches
  }
}
