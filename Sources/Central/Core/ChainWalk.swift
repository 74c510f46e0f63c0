import Crypto
package import Domain

/// Goes along the chains of all devices and counts what is not as its device sent it.
///
/// The hash before a life's first operation is known to its device alone, so that one is believed.
package struct ChainWalk {
  /// One operation's place in the chain, and what is kept of it; nil where that is lost.
  package struct Step {
    package let device: ID<Device>
    package let epoch: Int64
    package let seq: Int64
    package let hash: [UInt8]
    package let header: [UInt8]?
    package let payload: [UInt8]?
    /// Nil where the payload stands there for it.
    package let payloadHash: [UInt8]?

    package init(
      device: ID<Device>, epoch: Int64, seq: Int64, hash: [UInt8], header: [UInt8]?,
      payload: [UInt8]?, payloadHash: [UInt8]?
    ) {
      (self.device, self.epoch, self.seq) = (device, epoch, seq)
      (self.hash, self.header) = (hash, header)
      (self.payload, self.payloadHash) = (payload, payloadHash)
    }
  }

  package private(set) var last: Step?
  private var odd = 0
  private var gaps = 0

  package init() {}

  /// In the order of device, epoch and seq.
  package mutating func take(_ step: Step) {
    defer { last = step }
    let isSameLife = last.map { $0.device == step.device && $0.epoch == step.epoch } ?? false
    guard step.seq == (isSameLife ? (last?.seq ?? 0) + 1 : 1) else {
      gaps += 1
      return
    }
    guard let header = step.header,
      let payloadHash = step.payloadHash ?? step.payload.map({ SHA256.hash($0) })
    else {
      odd += 1
      return
    }
    // An old payload may be gone; its hash is in the chain.
    let isKept = step.payload.map { SHA256.hash($0) == payloadHash } ?? true
    let isLinked =
      !isSameLife
      || last.map {
        Chain.link(after: $0.hash, header: header, payloadHash: payloadHash) == step.hash
      } ?? true
    if !isKept || !isLinked { odd += 1 }
  }

  /// What was found, one sentence each.
  package var problems: [String] {
    (gaps > 0 ? ["the chains of devices have \(gaps) gaps"] : [])
      + (odd > 0 ? ["\(odd) operations are not as their devices sent them"] : [])
  }
}
