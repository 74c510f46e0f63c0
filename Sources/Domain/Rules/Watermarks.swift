/// How far everything that was done at a location has arrived: what is judged must not be judged
/// before.
package struct Watermarks: Sendable {
  /// One device, as the authority last heard of it.
  package struct Heard: Sendable {
    package var device: ID<Device>
    package var location: ID<Location>
    /// The corrected time before which it has nothing unsent; nil before it said so once.
    package var watermark: Instant?
    /// Nil before it first came.
    package var lastContact: Instant?
    /// It ended cleanly with nothing unsent, and does nothing until its next start.
    package var closed = false
    package var revoked = false
    package var setAside = false

    package init(_ device: ID<Device>, at location: ID<Location>) {
      self.device = device
      self.location = location
    }
  }

  /// Silence after which a device is waited for no more; the report names it.
  package static let patience = 3 * 86_400

  private let heard: [Heard]
  private let now: Instant

  package init(_ heard: [Heard], now: Instant) {
    self.heard = heard.sorted { $0.device < $1.device }
    self.now = now
  }

  /// The moment up to which everything of the location has arrived; now where nobody is waited for.
  ///
  /// `without` names devices whose silence a manager does not wait for.
  package func arrived(
    at location: ID<Location>, without: [ID<Device>] = []
  ) -> Instant {
    counting(at: location, without).map { $0.watermark ?? Instant(0) }.min().map { min($0, now) }
      ?? now
  }

  /// The moment up to which everything has arrived from every location.
  package var everywhere: Instant {
    Set(heard.map(\.location)).map { arrived(at: $0) }.min() ?? now
  }

  /// The devices that have not told everything up to a moment.
  package func awaited(
    at location: ID<Location>, until moment: Instant, without: [ID<Device>] = []
  ) -> [ID<Device>] {
    counting(at: location, without).filter { ($0.watermark ?? Instant(0)) < moment }
      .map(\.device)
  }

  /// Those that hold up judgements of the location, not just their next contact: behind by more than a
  /// few minutes.
  package func behind(at location: ID<Location>) -> [Heard] {
    counting(at: location, []).filter { $0.watermark.map { now - $0 > Self.usual } ?? true }
  }

  /// Seconds by which a device that is well may be behind: it tells of itself once a minute.
  package static let usual = 300

  /// Those of the location that stopped counting by their silence alone.
  package func silent(at location: ID<Location>) -> [ID<Device>] {
    heard.filter {
      $0.location == location && $0.mayCount && $0.lastContact != nil && isSilent($0)
    }.map(\.device)
  }

  private func counting(at location: ID<Location>, _ without: [ID<Device>]) -> [Heard] {
    heard.filter {
      $0.location == location && $0.mayCount && !isSilent($0) && !without.contains($0.device)
    }
  }

  /// A device that never came has done nothing yet.
  private func isSilent(_ device: Heard) -> Bool {
    device.lastContact.map { now - $0 > Self.patience } ?? true
  }
}

extension Watermarks.Heard {
  fileprivate var mayCount: Bool { !revoked && !setAside && !closed }
}
