import Crypto
import Domain
import Glibc
import Rows
import SQLite

extension DeskStore {
  /// The findings of doctor about this directory; takes its time and holds the lock meanwhile.
  package func checks() throws -> [Check] {
    let found =
      [
        checkClock(), checkSpace(), checkUncleanStop(), checkSetAside(), checkLost(),
        try checkPlaces(),
      ] + (try locked { try Health($0).checks() })
    if found.allSatisfy(\.ok) { mark.check() }
    return found
  }

  private func checkClock() -> Check {
    let training = studio.organization.training
    let detail =
      clock.isSet
      ? "set by hand, as a training studio allows"
      : training ? "the machine's; a training studio, in which no job runs by it" : "the machine's"
    return Check(name: "clock", ok: true, detail: detail)
  }

  private func checkLost() -> Check {
    lostOperations ?? Check(name: "lost", ok: true, detail: "nothing")
  }

  private func checkSpace() -> Check {
    var space = statvfs()
    guard statvfs(directory.path, &space) == 0 else {
      return Check(
        name: "disk", ok: false, detail: "the disk does not answer",
        mend: "look whether the data directory can be reached")
    }
    let free = UInt64(space.f_bavail) * UInt64(space.f_frsize) / 1_048_576
    return Check(
      name: "disk", ok: free >= 50, detail: "\(free) MB free",
      mend: free >= 50 ? "" : "make room: operations need space to be written")
  }

  private func checkUncleanStop() -> Check {
    Check(
      name: "last stop", ok: true,
      detail: mark.isUnchecked
        ? "a program did not stop cleanly; the checks below look for damage"
        : "clean, or looked into")
  }
}

extension DeskStore {
  /// Holds the rows of a desk that has a line against the sums of the authority, there and then. Where
  /// they differ, a new copy takes their place.
  package func compareWithAuthority() throws -> Check {
    func check(_ detail: String, mend: String = "", word: String? = nil) -> Check {
      Check(name: "digest", ok: mend.isEmpty, detail: detail, mend: mend, word: word)
    }
    try locked { $0.nextDigest = 0 }
    // Nothing is compared while something is under way: the second finds nothing more to send.
    for _ in 0..<2 {
      guard try visit().failure == nil else {
        return check("not compared: the line is down", word: "later")
      }
      if try locked({ $0.nextDigest > 0 }) { break }
    }
    guard try locked({ $0.nextDigest > 0 }) else {
      return check(
        "not compared: the authority has not decided all operations yet", word: "later")
    }
    guard try locked({ $0.differed }) else { return check("the authority's rows") }
    _ = try visit()
    guard try locked({ $0.differed }) else {
      return check(
        "were others than the authority's: a new copy has taken their place",
        mend: "nothing more: desk doctor once more says whether all is well")
    }
    return check(
      "are others than the authority's: a new copy is under way",
      mend: "keep the line up, then run desk doctor again")
  }

  private func checkSetAside() -> Check {
    let next = directory.asideName(for: directory.replica)
    let first = directory.replica + ".damaged-1"
    return Check(
      name: "set aside", ok: true,
      detail: next == first
        ? "nothing"
        : "\(first) and what follows it: rows that were damaged or not of these operations")
  }
}

/// The checks that need both databases to stand still.
private struct Health {
  let writer: DeskWriter

  init(_ writer: DeskWriter) { self.writer = writer }

  func checks() throws -> [Check] {
    let operations = [
      try Check.operations(in: writer.log.connection),
      try .operationsFile(writer.log.connection),
    ]
    // Before anything is made from it.
    let authority = try authority()
    let rows = [
      try Check.replicaFile(writer.replica.connection),
      try .search(in: writer.replica.connection), authority,
      try rows(authority), try skipped(),
    ]
    let remake = try authority.ok ? remake() : "mend authority.db first: rows are made from it"
    return [keys()] + operations
      + rows.map { check in
        var check = check
        check.mend = check.mend.replacing(Check.remake, with: remake)
        return check
      }
  }

  /// Where the authority is elsewhere, rows are made from their copy and what came since.
  private func remake() throws -> String {
    let copy = writer.directory.copies + "/replica.db"
    guard writer.beside == nil, Files.exists(copy),
      try !RowsDoctor.problems(ofReplica: copy).isEmpty
    else { return Check.remake }
    return "delete replica.db and copies/replica.db: with the line the next command makes it anew"
  }

  /// A file of another studio, or a key that is gone, is told before somebody needs it.
  private func keys() -> Check {
    let facts = writer.replica.studio.facts
    let device = facts[writer.log.identity.device]?.publicKey.bytes
    let passes = writer.secrets.passes?.publicKey
    let detail =
      device != writer.secrets.device.publicKey
      ? "device.key and operations.db are not of one studio"
      : writer.beside != nil && !facts.all(PassKey.self).contains { $0.publicKey.bytes == passes }
        ? "pass.key is missing or of another studio: no pass can be made" : nil
    return Check(
      name: "keys", ok: detail == nil, detail: detail ?? "those of this studio",
      mend: detail == nil ? "" : "restore the whole data directory from one backup")
  }

  /// Lets the authority decide what pends, and tells where it cannot.
  private func authority() throws -> Check {
    guard let beside = writer.beside else {
      return Check(name: "authority", ok: true, detail: "elsewhere")
    }
    beside.close()
    if let problem = try damage(of: writer.directory.authority, beside) {
      let copy = writer.directory.copies + "/authority.db"
      let isSound = try Files.exists(copy) && damage(of: copy, beside) == nil
      return Check(
        name: "authority", ok: false, detail: "authority.db: \(problem)",
        mend: (isSound
          ? "with no program running here, put copies/authority.db in its place"
          : "restore authority.db from a backup from before the damage")
          + ", remove authority.db-wal and authority.db-shm, and run desk doctor again; leave "
          + "operations.db and replica.db as they are: what the older file lacks is in the first")
    }
    writer.trySettling()
    let trouble = writer.trouble
    return Check(
      name: "authority", ok: trouble == nil, detail: trouble?.message ?? "has decided everything",
      mend: trouble == nil
        ? ""
        : "mend what it names, then run desk doctor again")
  }

  private func damage(of path: String, _ beside: BesideAuthority) throws -> String? {
    guard Files.size(path) > 0 else { return nil }
    let problems = try RowsDoctor.problems(
      ofAuthority: path, knowing: writer.log.connection, beside.problems)
    return problems.isEmpty ? nil : problems.joined(separator: "; ")
  }

  /// Makes a second replica from the operations and compares it, table by table.
  private func rows(_ authority: Check) throws -> Check {
    guard writer.beside != nil else {
      let changed = try writer.replica.connection.changedRowsTold()
      return Check(
        name: "rows", ok: changed.isEmpty,
        detail: changed.isEmpty ? "as they came" : changed.joined(separator: "; "),
        mend: changed.isEmpty ? "" : Check.remake)
    }
    guard authority.ok, writer.trouble == nil else {
      return Check(name: "rows", ok: true, detail: "not compared: authority.db comes first")
    }
    let path = writer.directory.replica + ".check"
    try writer.buildReplica(path)
    defer { try? Files.moveDatabase(path, to: nil) }
    let fresh = try Connection(path, .init(synchronous: .off))
    defer { fresh.close() }
    try fresh.run("ATTACH ? AS used", writer.directory.replica)
    // The rows themselves: a stored hash says nothing about a row that changed under it.
    let different = try Table.allCases.filter { table in
      let name = "\"\(table.rawValue)\""
      return try fresh.first(
        """
        SELECT (SELECT count(*) FROM main.\(name)) <> (SELECT count(*) FROM used.\(name))
          OR EXISTS(SELECT * FROM main.\(name) EXCEPT SELECT * FROM used.\(name))
        """
      ) { $0.int(0) } != 0
    }
    guard different.isEmpty else {
      return Check(
        name: "rows", ok: false,
        detail:
          "not what the operations make: \(different.map(\.rawValue).joined(separator: ", "))",
        mend: Check.remake)
    }
    return Check(name: "rows", ok: true, detail: "what the operations make")
  }

  private func skipped() throws -> Check {
    let parked =
      try writer.log.connection.first(
        """
        SELECT count(*) FROM receipts r LEFT JOIN outcomes u USING(position)
        WHERE coalesce(u.state, r.state) = 'parked'
        """
      ) { Int($0.int(0)) } ?? 0
    let skipped = Int(try writer.replica.state().refused)
    guard parked + skipped > 0 else {
      return Check(name: "outcomes", ok: true, detail: "all applied")
    }
    return Check(
      name: "outcomes", ok: false,
      detail: "\(parked) parked, \(skipped) that today's rules do not take",
      mend: "desk outbox names those that are parked; \(Check.remake)")
  }
}
