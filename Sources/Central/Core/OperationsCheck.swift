import Crypto
package import Domain
import Wire

/// Looks whether all operations, what was decided on them, and the chains of their devices are as
/// they were kept; every store hands in what it has of one moment.
package struct OperationsCheck {
  /// One operation's place in a chain, and what is kept of it; nil where that is lost.
  package struct Step {
    package let device: ID<Device>
    package let epoch: Int64
    package let seq: Int64
    package let hash: [UInt8]
    /// Nil where the chain has no bytes of its own: then those kept under the id are its.
    package let own: (header: [UInt8], payload: [UInt8]?)?
    package let kept: (header: [UInt8], payloadHash: [UInt8])?

    package init(
      device: ID<Device>, epoch: Int64, seq: Int64, hash: [UInt8],
      own: (header: [UInt8], payload: [UInt8]?)?, kept: (header: [UInt8], payloadHash: [UInt8])?
    ) {
      (self.device, self.epoch, self.seq, self.hash) = (device, epoch, seq, hash)
      (self.own, self.kept) = (own, kept)
    }
  }

  package private(set) var last: Step?
  /// The sequence of the operation that was looked at last.
  package private(set) var sequence: Int64 = 0
  private var gaps = 0
  private var odd = 0
  /// Places in chains that are those of operations' first arrival.
  private var places = 0
  private var count: Int64 = 0
  private var alone = 0
  private var revised: Int64 = 0
  private var changed = 0
  private var forgotten = 0
  /// Kept by a program that did not seal: how they came is not known.
  private var unsealed = 0

  package init() {}

  /// In the order of device, epoch and seq.
  package mutating func take(_ step: Step) {
    defer { last = step }
    if step.own == nil, step.kept != nil { places += 1 }
    let before = last.flatMap {
      $0.device == step.device && $0.epoch == step.epoch ? $0 : nil
    }
    if step.seq != (before?.seq ?? 0) + 1 {
      gaps += 1
    } else if !Self.isSound(step, after: before) {
      odd += 1
    }
  }

  /// The hash before a life's first operation is known to its device alone, so that one is believed.
  private static func isSound(_ step: Step, after before: Step?) -> Bool {
    guard let header = step.own?.header ?? step.kept?.header,
      let payloadHash = step.own?.payload.map({ SHA256.hash($0) }) ?? step.kept?.payloadHash
    else { return false }
    guard let before else {
      let read = try? PayloadCodec.header(header)
      return read?.device == step.device && read?.epoch.raw == UInt64(bitPattern: step.epoch)
        && read?.seq == 1
    }
    return Chain.link(after: before.hash, header: header, payloadHash: payloadHash) == step.hash
  }

  /// In the order of their sequences. `payload` is nil where it is gone, which it may be; `seal` is 0
  /// where an earlier program made none; `waits` says that it stands among the parked ones.
  package mutating func take(
    _ kept: KeptOperation, payload: [UInt8]?, seal: Int64, waits: Bool
  ) {
    sequence = kept.sequence
    count += 1
    let course = KeptOperation.Course(of: seal)
    if seal == 0 { unsealed += 1 }
    if course.contains(.alone) { alone += 1 }
    if course.contains(.parked) { revised += 1 }
    let isSealed = seal == 0 || kept.seal(course) == seal
    if !isSealed || payload.map({ SHA256.hash($0) != kept.payloadHash }) ?? false {
      changed += 1
    } else if waits != (kept.state == Outcome.State.parked.rawValue) {
      forgotten += 1
    }
  }

  /// What was found, one sentence each; `last` is the sequence that was given out last.
  package func problems(upTo last: Int64) -> [String] {
    let missing = unsealed > 0 ? 0 : last - count - revised
    let unplaced = unsealed > 0 ? 0 : Int(count) - alone - places
    return [
      gaps == 0 ? nil : "the chains of devices have \(gaps) gaps",
      odd == 0 ? nil : "\(odd) operations are not as their devices sent them",
      unplaced == 0 ? nil : "\(abs(unplaced)) operations have lost their place in a chain",
      changed == 0
        ? nil : "\(changed) operations, or what was decided on them, were changed by another hand",
      forgotten == 0
        ? nil : "of \(forgotten) operations nobody knows any more whether they are parked",
      missing <= 0 ? nil : "\(missing) operations are missing",
      missing < 0 || sequence > last ? "operations stand behind the last sequence" : nil,
    ].compactMap { $0 }
  }
}
