import CTerminal
import Synchronization

/// How other threads reach the screen: they post, the loop says `wake`, the program drains. Drawing
/// and state stay on one thread.
package final class Mailbox<Message: Sendable>: Sendable {
  private let waiting = Mutex<[Message]>([])
  private let ring: @Sendable () -> Void

  /// `ring` makes the receiver look; by default it wakes the terminal loop.
  package init(ring: @escaping @Sendable () -> Void = { ct_wake() }) { self.ring = ring }

  package func post(_ message: Message) {
    waiting.withLock { $0.append(message) }
    ring()
  }

  /// What was posted since, oldest first.
  package func drain() -> [Message] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
