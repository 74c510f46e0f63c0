import Domain
import Sync

/// Opens the application: the desk, the kiosk or the trainer's.
enum Application {
  static let screens = [
    "schedule", "roster", "checkin", "members", "member", "outbox", "decisions", "today", "kiosk",
  ]

  static func run(_ call: Call) throws -> Answer {
    throw UsageError("the application is not built into this program")
  }

  /// Opens on a store that is open already, with somebody signed in and lines on how to begin.
  static func open(
    _ store: DeskStore, _ call: Call, as staff: ID<Staff>?, guide: [String]
  ) throws -> Answer {
    throw UsageError("the application is not built into this program")
  }

  static func render(_ desk: Desk) throws -> Answer {
    throw UsageError("the application is not built into this program")
  }
}
