import Central
package import Domain

/// One organization as the service sees it: its writer, and who may come in.
package struct House: Sendable {
  let writer: OrganizationWriter
  let door: DeviceDoor

  /// Throws where the authority cannot be asked, or has no studio.
  package init(_ writer: OrganizationWriter) throws {
    self.writer = writer
    door = try writer.perform { try $0.door() }
  }
}

/// All organizations of one service; another process may add some while it runs.
package final class Houses: Sendable {
  private let known: Monitor<[House]>
  /// Those that have come since; asked where an unknown one is named, at most once a second.
  private let more: @Sendable (Set<ID<Organization>>) throws -> [House]
  private let askedAt = Monitor(Moment(nanoseconds: 0))

  package init(
    _ houses: [House], more: @escaping @Sendable (Set<ID<Organization>>) throws -> [House]
  ) {
    known = Monitor(houses)
    self.more = more
  }

  /// In the order in which they were added.
  var all: [House] { known.withLock { $0 } }

  func find(_ organization: ID<Organization>) -> House? {
    first { $0.door.organization == organization }
  }

  /// The first that fits, also among those that have just been added.
  func first(_ fits: (House) throws -> Bool) rethrows -> House? {
    if let house = try all.first(where: fits) { return house }
    guard refresh() else { return nil }
    return try all.first(where: fits)
  }

  private func refresh() -> Bool {
    let isTime = askedAt.withLock { askedAt in
      guard Moment.now - askedAt >= 1 else { return false }
      askedAt = .now
      return true
    }
    guard isTime else { return false }
    return known.withLock { houses in
      let added = (try? more(Set(houses.map(\.door.organization)))) ?? []
      houses += added
      return !added.isEmpty
    }
  }

  func close() { for house in all { house.writer.close() } }
}
