import Glibc
import Synchronization

/// Runs each of these on a thread of its own and waits for all; throws the first error. What blocks
/// in one must not keep another from running, as it would on the pool that runs the tests.
func onThreads(_ bodies: [@Sendable () throws -> Void]) throws {
  let failures = Failures()
  let threads = bodies.map { body in
    let box = Unmanaged.passRetained(
      Box {
        do { try body() } catch { failures.errors.withLock { $0.append(error) } }
      })
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    precondition(result == 0, "a test needs threads")
    return thread
  }
  for thread in threads { pthread_join(thread, nil) }
  if let error = failures.errors.withLock({ $0.first }) { throw error }
}

private final class Failures: Sendable {
  let errors = Mutex<[any Error]>([])
}

private final class Box: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
