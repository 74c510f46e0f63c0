import Glibc
import Rows
import SQLite
import Wire

/// Why a store cannot be used; says what happened and what to do, never what was in it.
package struct StoreError: Error, Sendable {
  package enum Code: String, Sendable {
    case exists, missing, damaged, locked, disk, notTraining, tooNew, badZone
    /// The file of the authority in this directory; what this desk has is in order.
    case authorityDamaged
    /// Only the authority has more numbers to give out.
    case noNumbers
    /// This needs the line, and there is none.
    case offline
    /// The authority has shut this device out; what it had of people is gone.
    case shutOut
  }
  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

extension StoreError {
  package static let elsewhere = StoreError(
    .offline,
    "this studio's authority is elsewhere: do this at the desk that serves, or with desk-central")

  /// True where a database file itself is not in order.
  static func isDamage(_ error: any Error) -> Bool {
    switch error {
    case SQLiteError.Code.corrupt, SQLiteError.Code.notADatabase, is UnreadableRow: true
    case let error as SQLiteError: error.isTruncation
    case let error as StoreError: error.code == .damaged
    default: false
    }
  }

  private static let diskFull = StoreError(
    .disk, "the disk is full: make room, then try again")
  static let keptWithoutRows = StoreError(
    .disk, "the disk is full: this was kept, and shows once there is room; do not do it again")

  /// Even reading keeps a lock and a mark in it.
  private static let notWritable = StoreError(
    .disk,
    "the data directory cannot be written: mount it for writing, or give it to the user who runs "
      + "desk; nothing works until then")

  /// What a person can do about an error from below; refusals and own errors stay what they are.
  static func explaining(_ error: any Error) -> any Error {
    switch error {
    case is LockTimeout:
      StoreError(.locked, "another program has been writing for too long: try again")
    case is SchemaTooNew:
      StoreError(.tooNew, "a newer program has written here: use that one")
    case _ where isDamage(error) && !(error is StoreError):
      StoreError(
        .damaged,
        "a database is damaged. If desk doctor can name replica.db, delete that file and it is made "
          + "anew; else restore operations.db and operations.db-wal from a backup")
    case SQLiteError.Code.full: diskFull
    case let error as SQLiteError where error.isRoomless: diskFull
    case SQLiteError.Code.cannotOpen:
      StoreError(
        .disk,
        "a database of the data directory cannot be opened: look whether operations.db, replica.db "
          + "and what stands beside them are plain files that this user may read and write")
    case SQLiteError.Code.readOnly:
      notWritable
    case let error as SQLiteError: StoreError(.disk, error.description)
    case let error as FileError where error.code == ENOSPC || error.code == EDQUOT: diskFull
    case let error as FileError where [EROFS, EACCES, EPERM].contains(error.code): notWritable
    case let error as FileError: StoreError(.disk, error.description)
    default: error
    }
  }
}
