import Central
import Domain
import Glibc
import Rows
import SQLite

/// A register in one file, and beside it a file for each organization: what is in another file cannot
/// be read by mistake.
struct SQLiteCentral: CentralStore {
  private let path: String

  init(_ path: String) { self.path = path }

  var identityPath: String { path }

  private static let migrations = [
    Migration(
      """
      CREATE TABLE service(one INTEGER PRIMARY KEY CHECK(one = 1), training INTEGER NOT NULL) STRICT;
      CREATE TABLE organizations(
        place INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, file TEXT NOT NULL
      ) STRICT
      """)
  ]

  // MARK: Register

  func make(isTraining: Bool) throws {
    guard !exists else { throw Problem("there is a store already: \(path)", .usage) }
    try Folder.make(of: path)
    try alone {
      let register = try Connection(path)
      try register.migrate(Self.migrations)
      try register.run("INSERT INTO service VALUES(1, ?)", isTraining ? 1 : 0)
      try register.checkpoint(.truncate)
      register.close()
    }
  }

  private var exists: Bool { access(path, F_OK) == 0 }

  private func alone<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try DirectoryLock(path + ".lock").withLock(timeout: .seconds(30), body)
    } catch is LockTimeout {
      throw Problem("another process has been writing for too long: try again", .offline)
    }
  }

  private func register<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    guard exists else {
      throw Problem("there is no store at \(path): desk-central init --store sqlite:\(path)")
    }
    return try alone {
      let register = try Connection(path)
      defer { register.close() }
      try register.migrate(Self.migrations)
      return try body(register)
    }
  }

  func isTraining() throws -> Bool {
    try register { try $0.first("SELECT training FROM service") { $0.bool(0) } ?? false }
  }

  func organizations() throws -> [Registered] {
    try register { register in
      try register.all("SELECT id, name, file FROM organizations ORDER BY place") { row in
        Registered(id: row.id(0), name: row.text(1), place: folder + row.text(2))
      }
    }
  }

  private var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
  private var fileName: String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  // MARK: Organizations

  func open(_ organization: Registered, clockIsSet: Bool, serves: Bool) throws -> Opened {
    guard access(organization.place, F_OK) == 0 else {
      throw Problem("\(organization.place) is missing: restore it from a backup")
    }
    return try open(organization.place, clockIsSet: clockIsSet, serves: serves)
  }

  private func open(_ file: String, clockIsSet: Bool, serves: Bool) throws -> Opened {
    let lock = try DirectoryLock(file + ".lock")
    let wait = Duration.seconds(30)
    // While nobody is deciding: what the file of attempts names then has killed its process.
    let (store, attempts) = try lock.withLock(timeout: wait) {
      (
        try SQLiteAuthorityStore(file, zones: Zones.tree),
        serves ? try Attempts(file + ".attempts") : Attempts()
      )
    }
    let authority = Authority(store, clockIsSet: clockIsSet, attempts: attempts)
    return Opened(authority: authority) { body in
      do {
        try lock.withLock(timeout: wait, body)
      } catch is LockTimeout {
        throw Problem("another process has been writing for too long: try again", .offline)
      }
    }
  }

  func add(
    _ name: String, clockIsSet: Bool, _ found: (any AuthorityDesk) throws -> ID<Organization>
  ) throws -> Registered {
    let file = "\(fileName)-\(try organizations().count + 1)-\(getpid()).org"
    let opened = try open(folder + file, clockIsSet: clockIsSet, serves: false)
    let id: ID<Organization>
    do {
      id = try opened.alone { try found(opened.authority) }
    } catch {
      // Nothing was founded, and nobody knows of the file.
      for end in ["", "-wal", "-shm", ".lock", ".attempts", ".jobs"] { unlink(folder + file + end) }
      throw error
    }
    try register { register in
      try register.run(
        "INSERT INTO organizations(id, name, file) VALUES(?, ?, ?)", id, name, file)
    }
    return Registered(id: id, name: name, place: folder + file)
  }

  func migrate(for service: String?) throws -> Int {
    for organization in try organizations() {
      _ = try open(organization, clockIsSet: false, serves: false)
    }
    return Self.migrations.count
  }

  func backup(_ organization: Registered, to path: String) throws {
    let lock = try DirectoryLock(organization.place + ".lock")
    try lock.withLock(timeout: .seconds(30)) {
      let store = try SQLiteAuthorityStore(organization.place, zones: Zones.tree)
      defer { store.close() }
      try store.backup(to: path)
    }
  }

  func problems(
    _ organization: Registered, looked: (Int) -> Void
  ) throws -> [String] {
    guard access(organization.place, F_OK) == 0 else { return ["its file is missing"] }
    let lock = try DirectoryLock(organization.place + ".lock")
    return try lock.withLock(timeout: .seconds(30)) {
      let problems = try SQLiteAuthorityStore.problems(in: organization.place, looked: looked)
      guard problems.isEmpty else { return problems }
      let store = try SQLiteAuthorityStore(organization.place, zones: Zones.tree)
      defer { store.close() }
      let founded = try store.studio(knowing: nil).organization?.id
      return founded == organization.id ? [] : ["the studio is not in it"]
    }
  }
}

/// Folders on the way to a file, for this user alone.
enum Folder {
  static func make(of path: String) throws {
    guard let end = path.lastIndex(of: "/"), end > path.startIndex else { return }
    let folder = String(path[..<end])
    if access(folder, F_OK) == 0 { return }
    try make(of: folder)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw Problem("\(folder) cannot be made: \(String(cString: strerror(errno)))")
    }
  }
}
