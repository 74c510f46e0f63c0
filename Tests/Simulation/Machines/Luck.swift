import Synchronization

/// A machine's random bytes, and the time that its ids begin with.
final class Luck: Sendable {
  private let state: Mutex<(chance: Chance, now: Milliseconds)>

  init(_ chance: Chance) { state = Mutex((chance, 0)) }

  func bytes(_ count: Int) -> [UInt8] { state.withLock { $0.chance.bytes(count) } }

  var now: Milliseconds {
    get { state.withLock(\.now) }
    set { state.withLock { $0.now = newValue } }
  }
}
