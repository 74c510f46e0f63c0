import Glibc
import Synchronization

/// A thread that somebody waits for at the end.
package struct Thread: Sendable {
  private let handle: pthread_t
  private let done: Done

  private final class Done: Sendable {
    let flag = Atomic(false)
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    let done: Done

    init(_ body: @escaping @Sendable () -> Void, _ done: Done) {
      self.body = body
      self.done = done
    }
  }

  /// Traps where the machine has no thread left, which nothing here could go on without.
  package init(_ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    done = Done()
    let work = Unmanaged.passRetained(Work(body, done))
    let result = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        work.body()
        work.done.flag.store(true, ordering: .releasing)
        return nil
      }, work.toOpaque())
    precondition(result == 0, "the machine has no thread left")
    self.handle = handle
  }

  package var isDone: Bool { done.flag.load(ordering: .acquiring) }

  /// Once only.
  package func join() { pthread_join(handle, nil) }
}
