/// `desk demo`: a made-up studio, and the application on it.
enum DemoCommand {
  static func run(_ call: Call) throws -> Answer {
    throw UsageError("desk demo is not built into this program")
  }
}
