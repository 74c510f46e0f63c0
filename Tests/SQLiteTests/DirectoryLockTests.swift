import Glibc
import SQLite
import Support
import Synchronization
import Testing

@Suite struct DirectoryLockTests {
  let directory = TemporaryDirectory()

  private func lock() throws -> DirectoryLock { try DirectoryLock(directory.file("lock")) }

  @Test func theFileIsPrivateAndStays() throws {
    let lock = try lock()
    #expect(try lock.withLock(timeout: .zero) { 7 } == 7)
    var status = stat()
    #expect(stat(lock.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func anotherHolderMeansTimeout() throws {
    let (one, other) = (try lock(), try lock())
    try one.withLock(timeout: .zero) {
      #expect(throws: LockTimeout.self) { try other.withLock(timeout: .milliseconds(20)) {} }
      #expect(throws: LockTimeout.self) { try one.withLock(timeout: .zero) {} }
    }
    try other.withLock(timeout: .zero) {}
  }

  @Test func anErrorLetsGo() throws {
    struct Stop: Error {}
    let (one, other) = (try lock(), try lock())
    #expect(throws: Stop.self) { try one.withLock(timeout: .zero) { throw Stop() } }
    try other.withLock(timeout: .zero) {}
  }

  @Test func aReplacedLockFileIsTakenAnew() throws {
    let one = try lock()
    unlink(one.path)
    let other = try lock()
    _ = try one.withLock(timeout: .zero) {
      #expect(throws: LockTimeout.self) { try other.withLock(timeout: .zero) {} }
    }
  }

  /// Counts who is inside at once.
  private final class Room: Sendable {
    private let counts = Mutex((inside: 0, most: 0))

    func visit() {
      counts.withLock {
        $0.inside += 1
        $0.most = max($0.most, $0.inside)
      }
      sched_yield()
      counts.withLock { $0.inside -= 1 }
    }

    var most: Int { counts.withLock { $0.most } }
  }

  @Test func oneAtATimeOverThreadsAndHolders() async throws {
    let locks = [try lock(), try lock()]
    let room = Room()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        let lock = locks[worker % 2]
        group.addTask {
          for _ in 0..<50 { try lock.withLock(timeout: .seconds(20)) { room.visit() } }
        }
      }
      try await group.waitForAll()
    }
    #expect(room.most == 1)
  }
}
