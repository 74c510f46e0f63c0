import Glibc

/// A thread that somebody waits for at the end.
package struct Thread: Sendable {
  private let handle: pthread_t

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Traps where the machine has no thread left, which nothing here could go on without.
  package init(_ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let result = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    precondition(result == 0, "the machine has no thread left for the service")
    self.handle = handle
  }

  package func join() { pthread_join(handle, nil) }
}
