import Synchronization
import Threads

/// Runs each of these on a thread of its own and waits for all; throws the first error. What blocks
/// in one must not keep another from running, as it would on the pool that runs the tests.
func onThreads(_ bodies: [@Sendable () throws -> Void]) throws {
  let failures = Failures()
  let threads = bodies.map { body in
    Thread { do { try body() } catch { failures.errors.withLock { $0.append(error) } } }
  }
  for thread in threads { thread.join() }
  if let error = failures.errors.withLock({ $0.first }) { throw error }
}

private final class Failures: Sendable {
  let errors = Mutex<[any Error]>([])
}
