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

  static func render(_ desk: Desk) throws -> Answer {
    throw UsageError("the application is not built into this program")
  }
}
