/// `desk import`: files of other systems become operations.
enum ImportCommand {
  static func run(_ desk: Desk) throws -> Answer {
    throw UsageError("desk import is not built into this program")
  }
}
