import Glibc
import Synchronization

/// Lends links to one database, each to one thread at a time, and makes them anew when the server
/// was away.
package final class Pool: Sendable {
  /// A link is no Sendable; the pool hands it to one thread at a time.
  private struct Lent: @unchecked Sendable {
    let link: Link
  }

  private struct State {
    var idle: [Lent] = []
    /// Attempts in a row that found no server.
    var failures = 0
  }

  private let address: String
  /// How many links may be lent at once; `free` counts the others.
  package let size: Int
  private let free: FreePlaces
  private let state = Mutex(State())
  /// Milliseconds that a borrower waits for a link, and for the server to come back.
  private let patience: Int

  /// Opens nothing yet: the first borrower finds out whether there is a server.
  package init(_ address: String, size: Int, patience: Int = 5_000) {
    self.address = address
    self.size = size
    self.patience = patience
    free = FreePlaces(size)
  }

  /// Throws `unavailable` where no link came free or no server answered in time, or what is thrown
  /// by `begin` and `body`. A link that broke, or has answers to come, is dropped; where it had broken
  /// before it was lent, which `begin` finds out, another takes its place.
  package func lend<T>(
    beginning begin: (Link) throws -> Void = { _ in }, _ body: (Link) throws -> T
  ) throws -> T {
    let link = try take(beginning: begin)
    defer { giveBack(link) }
    return try body(link)
  }

  /// As `lend`, for longer than a call: the borrower gives it back.
  func take(beginning begin: (Link) throws -> Void = { _ in }) throws -> Link {
    guard free.take(within: patience) else {
      throw PostgresError(.unavailable, at: "pool")
    }
    do {
      while true {
        let idle = state.withLock { $0.idle.popLast() }
        let lent = try idle ?? connect()
        do {
          try begin(lent.link)
          return lent.link
        } catch {
          keep(lent)
          let isPassing = (error as? PostgresError)?.code == .unavailable
          guard isPassing, idle != nil else { throw error }
        }
      }
    } catch {
      free.giveBack()
      throw error
    }
  }

  func giveBack(_ link: Link) {
    keep(Lent(link: link))
    free.giveBack()
  }

  private func keep(_ lent: Lent) {
    if lent.link.isClean { state.withLock { $0.idle.append(lent) } }
  }

  /// How many links are in use, for the metrics.
  package var lentOut: Int { size - free.count }

  /// Links that are idle are closed; those lent are when they come back broken or the pool goes.
  package func close() { state.withLock { $0.idle.removeAll() } }

  /// Tries until the patience ends, with growing pauses whose length is chance, so that a server
  /// that comes back is not met by all at once.
  private func connect() throws(PostgresError) -> Lent {
    let deadline = Link.now + patience
    while true {
      do {
        let lent = Lent(link: try Link(address))
        state.withLock { $0.failures = 0 }
        return lent
      } catch {
        let failures = state.withLock {
          $0.failures += 1
          return $0.failures
        }
        // What was idle is of the same server that is gone.
        close()
        let pause = Int.random(in: 10...min(1_000, 20 << min(failures, 6)))
        guard Link.now + pause <= deadline else { throw error }
        usleep(UInt32(pause * 1_000))
      }
    }
  }
}
