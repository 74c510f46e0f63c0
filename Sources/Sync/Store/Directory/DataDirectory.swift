import CFile
import Crypto
import Domain
import Glibc
import SQLite

/// The files of one data directory; all of mode 0600 in a directory of mode 0700.
struct DataDirectory: Sendable {
  let path: String

  init(_ path: String, spent: String = "") {
    self.path = path
    self.spent = spent.isEmpty ? path + "/spent" : spent
  }

  var lock: String { path + "/lock" }
  var operations: String { path + "/operations.db" }
  var replica: String { path + "/replica.db" }
  /// PEM of a service that vouches for itself.
  var serviceCertificate: String { path + "/service.pem" }
  /// Of a stand-alone studio: what its authority has decided.
  var authority: String { path + "/authority.db" }
  /// 32 random bytes under which everything else that is secret here is sealed or hashed.
  var secret: String { path + "/secret" }
  var passKey: String { path + "/pass.key" }
  var deviceKey: String { path + "/device.key" }
  /// Of a desk whose authority is elsewhere.
  var verifierKey: String { path + "/verifier.key" }
  /// Of a kiosk.
  var codeKey: String { path + "/code.key" }
  /// Of a kiosk without staff: what its exit PIN is checked against.
  var exitPIN: String { path + "/exit.pin" }
  /// Of a kiosk that joined; see `NameFile`.
  var names: String { path + "/names.db" }
  /// What lets this device in at its authority elsewhere, for some minutes; see `KeptToken`.
  var token: String { path + "/token" }
  /// What a device that was shut out could not deliver; only the authority opens it.
  func undelivered(by device: ID<Device>) -> String { path + "/undelivered-\(device.text).sealed" }
  /// Whole copies of databases, an hour old at most while a program runs; see `Copies`.
  var copies: String { path + "/copies" }
  /// There while a kiosk is out of order.
  var outOfOrder: String { path + "/out-of-order" }
  /// Wrong PINs, and wrong codes at a kiosk; see `ThrottleFile`.
  var throttle: String { path + "/throttle" }
  /// One file for each process that has the directory open; see `RunningMark`.
  var running: String { path + "/running" }
  /// Held by the program that talks to the authority elsewhere; see `LineHold`.
  var line: String { path + "/line" }
  /// Shared by the programs that serve the authority here to other devices; see `LineHold`.
  var serving: String { path + "/serving" }
  /// Where operations.db stood when it last used a granted place, perhaps on another medium; see
  /// `HeadNote`.
  let spent: String
  /// What tells operations.db from its copies: a file that is put in its place has another number, a
  /// machine to which it is carried another id, and a note over which an older one is written was itself
  /// `made` at another time.
  func place(made: Int64) -> [UInt8] {
    var found = stat()
    _ = stat(operations, &found)
    let machine = (try? Files.read("/etc/machine-id")) ?? nil
    return SHA256.hash(Array("\(found.st_ino) \(made) ".utf8) + (machine ?? []))
  }
  /// The stored operation that is being decided again, and how often; see `Replay`.
  var attempt: String { path + "/attempt" }

  var isStudio: Bool { Files.exists(operations) }

  /// Throws `StoreError.damaged` where rows are here and the operations that made them are gone:
  /// SQLite would take an empty file for a new one, and the rows would follow it.
  func checkOperations() throws(StoreError) {
    guard Files.size(operations) == 0, Files.size(replica) > 0 else { return }
    throw StoreError(
      .damaged,
      "operations.db is missing or empty: restore it from a backup; keep replica.db as it is")
  }

  /// Makes the directory and its parents; returns those that were not there, outermost first.
  @discardableResult
  func make() throws(FileError) -> [String] {
    var built = path.hasPrefix("/") ? "" : "."
    var made: [String] = []
    for part in path.split(separator: "/") {
      built += "/" + part
      if mkdir(built, 0o700) == 0 {
        made.append(built)
      } else if errno != EEXIST {
        throw FileError("mkdir", built)
      }
    }
    if chmod(path, 0o700) != 0 { throw FileError("chmod", path) }
    return made
  }

  /// A name beside `file` under which a damaged one is kept, or one that is so no more.
  func asideName(for file: String, _ word: String = "damaged") -> String {
    for number in 1... where !Files.exists("\(file).\(word)-\(number)") {
      return "\(file).\(word)-\(number)"
    }
    return "\(file).\(word)"
  }

  private static let ahead = "replica.db.ahead-by-"

  /// A name for rows that have so many operations more than operations.db.
  func aheadName(_ count: Int64) -> String {
    let name = "\(path)/\(Self.ahead)\(count)"
    for number in 1... {
      let free = number == 1 ? name : "\(name).\(number)"
      if !Files.exists(free) { return free }
    }
    return name
  }

  /// The rows that were set aside because operations.db has lost what made them; by name.
  var aheadFiles: [String] {
    Files.names(in: path)
      .filter { $0.hasPrefix(Self.ahead) && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
      .sorted()
  }
}

/// Small files, read and written whole.
enum Files {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// When it was last written, in seconds since 1970; nil where there is none.
  static func changed(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mtim.tv_sec : nil
  }

  /// Empty where the folder cannot be read.
  static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  /// A file that is not there is as good as removed.
  static func remove(_ path: String) { unlink(path) }

  /// As `remove`, once zeros stand where its bytes were: what somebody might still read of the disk.
  static func erase(_ path: String) {
    let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    if file >= 0 {
      var left = size(path)
      let zeros = [UInt8](repeating: 0, count: 1 << 16)
      while left > 0 {
        let written = Glibc.write(file, zeros, min(left, zeros.count))
        guard written > 0 || errno == EINTR else { break }
        left -= max(0, written)
      }
      fdatasync(file)
      close(file)
    }
    unlink(path)
  }

  /// Bytes of any small file of ours.
  private static let most = 1 << 20

  /// Nil where there is no such file; throws for what is no plain file, or larger than any of ours.
  static func read(_ path: String, most: Int = most) throws(FileError) -> [UInt8]? {
    // A pipe under that name would wait for ever.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw FileError("open", path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileError("stat", path) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= most else {
      throw FileError("read", path, code: EINVAL)
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
      let got = Glibc.read(file, &chunk, chunk.count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileError("read", path) }
      if got == 0 { return bytes }
      bytes += chunk.prefix(got)
    }
  }

  /// When it was made, in nanoseconds since 1970: what is written over it does not change that. 0 where
  /// it is not there, or nobody keeps it.
  static func made(_ path: String) -> Int64 {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    return cf_made(file)
  }

  /// Replaces the file as a whole; `durable` waits until it would survive a power cut.
  static func write(_ bytes: [UInt8], to path: String, durable: Bool) throws(FileError) {
    try write(to: path, durable: durable) { _ in bytes }
  }

  /// The same, with bytes that say when the file was made in which they stand.
  static func write(
    to path: String, durable: Bool, _ content: (Int64) -> [UInt8]
  ) throws(FileError) {
    let partial = path + ".partial"
    let file = open(partial, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileError("create", partial) }
    let bytes = content(cf_made(file))
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(file)
        throw FileError("write", partial)
      }
      written += count
    }
    if durable, fsync(file) != 0 {
      close(file)
      throw FileError("fsync", partial)
    }
    close(file)
    guard rename(partial, path) == 0 else { throw FileError("rename", path) }
    if durable { try syncNames(beside: path) }
  }

  /// Makes the names in a file's directory survive a power cut.
  static func syncNames(beside path: String) throws(FileError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw FileError("open", folder) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw FileError("fsync", folder) }
  }

  /// Removes a database's main file or moves it, with what SQLite keeps beside it.
  static func moveDatabase(_ path: String, to target: String?) throws(FileError) {
    for suffix in ["", "-wal", "-shm"] {
      let done = target.map { rename(path + suffix, $0 + suffix) } ?? unlink(path + suffix)
      if done != 0, errno != ENOENT { throw FileError("move", path + suffix) }
    }
  }
}
