import Domain
import SQLite
import Wire

/// What happens once under the lock when a directory is opened: only what the first screen needs.
struct Start {
  let mark: RunningMark
  let writer: DeskWriter

  /// So many links of the chain are checked before anything is shown; doctor checks all.
  private static let links: Int64 = 1_000

  init(
    _ directory: DataDirectory, _ clock: DeskClock, _ authority: AuthorityPlace.Kind
  ) throws {
    mark = try RunningMark(in: directory.running)
    let secrets = try Secrets(in: directory)
    do {
      writer = try DeskWriter(
        directory, clock: clock, secrets: secrets, authority: authority)
      let last = try writer.log.refresh()
      if let broken = try writer.log.connection.brokenLink(after: max(0, last - Self.links)) {
        throw Self.broken(at: broken)
      }
    } catch  where StoreError.isDamage(error) {
      mark.clean()
      throw error as? StoreError
        ?? StoreError(
          .damaged,
          "operations.db is damaged: it is left as it is; restore it from a backup, then run "
            + "desk doctor")
    } catch {
      mark.clean()
      throw error
    }
    do {
      try writer.ready()
      writer.forgetOldNames()
    } catch SQLiteError.Code.full {
      // What was kept without its rows waits for room; the rows as they stand can be read.
    }
  }

  static func broken(at position: Int64) -> StoreError {
    StoreError(
      .damaged,
      "the chain of operations.db breaks at operation \(position): it is left as it is; restore "
        + "it from a backup, then run desk doctor")
  }
}
