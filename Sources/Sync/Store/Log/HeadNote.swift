import Crypto
import Domain
import Wire

/// Where operations.db stood when it last drew from an allotment or gave places back, kept in a file of its
/// own.
///
/// A file that was restored or copied would spend the same places once more, and nobody would notice
/// before the line is back: its head is behind the one noted, it lies elsewhere, or the note itself was
/// written over by an older one. Then it begins another life, to which nothing has been granted.
package struct HeadNote: Equatable, Sendable {
  private let epoch: Epoch
  private let position: Int64
  private let hash: [UInt8]
  /// Which file it speaks of, and in which it stands: what a copy has not.
  private let place: [UInt8]

  private init(epoch: Epoch, position: Int64, hash: [UInt8], place: [UInt8]) {
    (self.epoch, self.position, self.hash, self.place) = (epoch, position, hash, place)
  }

  package init(of log: OperationLog, in place: [UInt8] = []) throws {
    let position = try log.refresh()
    self.init(
      epoch: log.identity.epoch, position: position, hash: try log.hash(at: position), place: place)
  }

  /// The same of a file that lies elsewhere.
  func lying(in place: [UInt8]) -> HeadNote {
    HeadNote(epoch: epoch, position: position, hash: hash, place: place)
  }

  /// Nil for what is no note, such as half of one.
  package init?(_ bytes: [UInt8]) {
    let sum = SHA256.hash(Array(bytes.dropLast(Self.sumSize)))
    guard bytes.count > Self.fixedSize,
      sum.prefix(Self.sumSize).elementsEqual(
        bytes.suffix(Self.sumSize))
    else { return nil }
    func number(_ at: Int) -> UInt64 { bytes[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(
      epoch: Epoch(number(0)), position: Int64(bitPattern: number(8)), hash: Array(bytes[16..<48]),
      place: Array(bytes[48..<bytes.count - Self.sumSize]))
  }

  /// Epoch, position, hash, place, and the first bytes of their sum.
  package var bytes: [UInt8] {
    let all =
      Bits128(hi: epoch.raw, lo: UInt64(bitPattern: position)).bytes + hash + place
    return all + SHA256.hash(all).prefix(Self.sumSize)
  }

  private static let sumSize = 8
  private static let fixedSize = 16 + 32 + sumSize - 1

  /// True where the file has gone on since.
  package func isBehind(_ log: OperationLog) throws -> Bool { try log.refresh() > position }

  /// True where the file is the one that was noted, and has everything that it had then.
  package func vouches(for log: OperationLog, in place: [UInt8]) throws -> Bool {
    let isSameLife = log.identity.epoch == epoch || log.identity.parent == epoch
    return try isSameLife && place == self.place && log.refresh() >= position
      && log.hash(at: position) == hash
  }
}
