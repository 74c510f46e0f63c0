/// What tells one row of an import from all others, and by what it is seen to have changed.
package struct Outside: Codable, Hashable, Sendable {
  /// The other system's id, or a digest of what identifies the row where it has none.
  package var text: String
  /// Fingerprint of everything the row says.
  package var print: UInt64
  /// Set where the file has several rows of this id: then each is remembered, not only the last.
  package var shared: Bool?

  private enum CodingKeys: String, CodingKey {
    case text = "t"
    case print = "p"
    case shared = "m"
  }

  package init(text: String, print: UInt64 = 0) {
    self.text = text
    self.print = print
  }
}

extension OutsideID {
  /// The id of the row that remembers an outside id: found without a search, and never twice.
  package static func id(_ kind: Table, source: String, text: String) -> ID<OutsideID> {
    ID(StableHash([kind.rawValue, source, text]).bits)
  }

  /// Nil where what is stored names nothing.
  package func means<R: Record>(_ type: R.Type) -> ID<R>? {
    R.table == kind ? Bits128(bytes: target.bytes).map { ID($0) } : nil
  }

  /// True where a row with this fingerprint was taken before.
  func remembers(_ print: UInt64) -> Bool {
    let wanted = Self.bytes(print)
    return stride(from: 0, to: fingerprint.bytes.count, by: 8).contains { start in
      fingerprint.bytes[start...].prefix(8).elementsEqual(wanted)
    }
  }

  fileprivate mutating func remember(_ row: Outside) {
    guard !remembers(row.print) else { return }
    let kept = row.shared ?? false ? fingerprint.bytes : []
    fingerprint = Bytes(kept + Self.bytes(row.print))
  }

  private static func bytes(_ print: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: print >> (56 - 8 * $0)) }
  }
}

extension Facts {
  /// What an outside id means here, asked of one source after the other; a row that is gone means
  /// nothing.
  func outside<R: Record>(
    _ type: R.Type, _ sources: [String], _ text: String
  ) -> (entry: OutsideID, row: R)? {
    guard !text.isEmpty else { return nil }
    for source in sources {
      if let entry = self[OutsideID.id(R.table, source: source, text: text)],
        let row = entry.means(R.self).flatMap({ self[$0] })
      {
        let kept = (row as? Member).flatMap { self[standing($0.id)] } as? R
        return (entry, kept ?? row)
      }
    }
    return nil
  }
}

extension Situation {
  /// Keeps that the row was taken, and what it means here.
  mutating func remember<R: Record>(_ row: Outside, from source: String, as target: R) {
    let id = OutsideID.id(R.table, source: source, text: row.text)
    var entry = facts[id] ?? OutsideID()
    entry.id = id
    entry.kind = R.table
    entry.source = source
    entry.text = row.text
    let bytes = Bytes(target.key.bytes)
    if entry.target != bytes { entry.fingerprint = Bytes() }
    entry.target = bytes
    entry.remember(row)
    put(entry)
  }
}

extension Situation {
  /// Takes the rows of a file one by one; what a rule says to one does not touch the others.
  mutating func takeEach<Row>(
    _ rows: [Row], _ take: (Row, inout Situation) throws(Refusal) -> RowResult
  ) {
    for row in rows {
      let result: RowResult
      do throws(Refusal) {
        result = try take(row, &self)
      } catch {
        result = refused(error)
      }
      results.append(result)
    }
  }

  /// What a row gets that a rule refused: the code, and the sentence for whoever imports.
  func refused(_ refusal: Refusal, _ message: String? = nil) -> RowResult {
    RowResult(
      .refused, refusal: refusal.code,
      message: message ?? refusal.sentence(for: .staff, now: at, zones: facts.zones))
  }
}
