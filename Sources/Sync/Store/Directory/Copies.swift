import Glibc
import SQLite
import Synchronization
import Threads

/// One whole copy of each database that a damaged file can be restored from, made anew each hour.
///
/// Made by a thread of its own on a connection of its own, which only reads: no key and no screen
/// waits. On a stand-alone desk these are the two files that nothing else could replace; a desk whose
/// authority is elsewhere also copies its rows, which it could not make again without a line.
final class Copies: Sendable {
  private static let hour = 3_600

  private let directory: DataDirectory
  private let files: [String]
  private let thread = Mutex<Thread?>(nil)

  init(of directory: DataDirectory, isStandAlone: Bool) {
    self.directory = directory
    files = ["operations.db", isStandAlone ? "authority.db" : "replica.db"]
  }

  /// Returns at once; the copies are made beside whatever the program does.
  func makeIfDue() {
    thread.withLock { thread in
      guard thread?.isDone ?? true, isDue else { return }
      thread?.join()
      thread = Thread { [self] in make() }
    }
  }

  /// Waits for copies that are being made.
  func finish() { thread.withLock { $0.take() }?.join() }

  /// For a program that ends soon: makes what is due before it returns.
  func makeDue() {
    if isDue { make() }
  }

  private var isDue: Bool {
    files.contains { file in
      guard Files.exists(directory.path + "/" + file) else { return false }
      guard let made = Files.changed(directory.copies + "/" + file) else { return true }
      // A clock that was set back makes one too many.
      return !(0..<Self.hour ~= time(nil) - made)
    }
  }

  /// Makes all anew, whatever their age, and returns when they are there; false where one could not be
  /// made.
  func makeNow() -> Bool {
    finish()
    return make(waiting: .seconds(30))
  }

  /// When the oldest was made, in seconds since 1970 by the machine's clock; nil where one is missing.
  var made: Int? {
    let times = files.map { Files.changed(directory.copies + "/" + $0) }
    return times.contains(nil) ? nil : times.compactMap { $0 }.min()
  }

  /// What cannot be copied now, for want of room or because it is damaged, is tried again: the copy
  /// that is there stays. Another process is at it where the lock is taken.
  @discardableResult
  private func make(waiting: Duration = .zero) -> Bool {
    guard mkdir(directory.copies, 0o700) == 0 || errno == EEXIST,
      let lock = try? DirectoryLock(directory.copies + "/lock")
    else { return false }
    let copied = try? lock.withLock(timeout: waiting) {
      files.map { (try? copy($0)) ?? false }
    }
    return copied?.allSatisfy(\.self) ?? false
  }

  /// Of a device that was shut out: also what is being made just now. The files that are copied hold
  /// nothing of people any more.
  static func remove(in directory: DataDirectory) throws {
    guard Files.exists(directory.copies) else { return }
    try DirectoryLock(directory.copies + "/lock").withLock(timeout: .seconds(30)) {
      for name in Files.names(in: directory.copies) where !name.hasPrefix(".") && name != "lock" {
        Files.remove(directory.copies + "/" + name)
      }
    }
  }

  /// False for a file that is damaged.
  private func copy(_ file: String) throws -> Bool {
    let place = directory.copies + "/" + file
    let source = try Connection(
      directory.path + "/" + file, .init(readOnly: true, synchronous: .normal))
    defer { source.close() }
    try source.backup(to: place + ".new")
    let made = try Connection(place + ".new", .init(readOnly: true, synchronous: .normal))
    let problems = try made.problems(.quick)
    made.close()
    guard problems.isEmpty else {
      Files.remove(place + ".new")
      return false
    }
    guard rename(place + ".new", place) == 0 else { throw FileError("rename", place) }
    try Files.syncNames(beside: place)
    return true
  }
}

extension DeskStore {
  /// Makes the hourly copies where they are due, beside the screen; a desk whose authority is
  /// elsewhere only while it talks to it.
  package func copyIfDue() {
    if isStandAlone || engine?.state.phase == .online { copies.makeIfDue() }
  }
}
