import Domain

/// The values of one statement in the server's binary form, one behind the other in one buffer.
struct Parameters {
  /// Begins with a byte of nobody's, so that an empty value too has an address: none means NULL.
  private(set) var bytes: [UInt8] = [0]
  /// Where each value lies; a count below 0 is NULL.
  private(set) var spans: [(start: Int, count: Int)] = []

  init(_ values: Value...) {
    for value in values { add(value) }
  }

  mutating func add(_ value: Value) {
    let start = bytes.count
    guard let count = bytes.append(value) else { return spans.append((start, -1)) }
    spans.append((start, count))
  }

  /// A `uuid`, which is an id's 16 bytes.
  mutating func add(_ key: Bits128) { add(.blob(key.bytes)) }

  mutating func add(_ list: ColumnList) {
    let start = bytes.count
    list.write(to: &bytes)
    spans.append((start, bytes.count - start))
  }
}

/// One column of many rows: what `unnest` and `= ANY` take.
struct ColumnList {
  /// Of one entry.
  let type: ColumnType
  private var bytes: [UInt8] = []
  private(set) var count = 0
  private var hasNull = false

  init(_ type: ColumnType) { self.type = type }

  init(_ type: ColumnType, _ values: some Sequence<Value>) {
    self.type = type
    for value in values { append(value) }
  }

  init(_ type: ColumnType, keys: [Bits128]) {
    self.init(type, keys.lazy.map { .blob($0.bytes) })
  }

  mutating func append(_ value: Value) {
    count += 1
    let start = bytes.count
    bytes.append(big: Int32(-1))
    guard let length = bytes.append(value) else {
      hasNull = true
      return
    }
    withUnsafeBytes(of: Int32(length).bigEndian) { length in
      for place in 0..<4 { bytes[start + place] = length[place] }
    }
  }

  func write(to out: inout [UInt8]) {
    out.append(big: Int32(count == 0 ? 0 : 1))
    out.append(big: Int32(hasNull ? 1 : 0))
    out.append(big: type.rawValue)
    guard count > 0 else { return }
    out.append(big: Int32(count))
    out.append(big: Int32(1))
    out.append(contentsOf: bytes)
  }
}

extension [UInt8] {
  mutating func append(big number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// The number of bytes that it took; nil for NULL.
  fileprivate mutating func append(_ value: Value) -> Int? {
    let start = count
    switch value {
    case .null: return nil
    case .int(let number): append(big: number)
    case .text(let text): append(contentsOf: StoredText.kept(text).utf8)
    case .blob(let blob): append(contentsOf: blob)
    }
    return count - start
  }
}
