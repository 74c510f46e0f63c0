import Domain
import FoundationEssentials
import SQLite
import Wire

/// Whom the authority waits for before it judges, as it last told: kept beside the operations, so that
/// every program of this directory can say it.
extension OperationLog {
  /// Told with every answer, and written only where it is something else than before.
  func keep(behind: [AwaitedDevice]) throws {
    let before = try connection.awaited()
    guard before != behind else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try connection.setMeta("behind", [UInt8](encoder.encode(behind)))
  }
}

extension Connection {
  /// Empty where nothing was told, or nothing that this program understands.
  func awaited() throws -> [AwaitedDevice] {
    guard let bytes = try meta("behind") else { return [] }
    return (try? JSONDecoder().decode([AwaitedDevice].self, from: Data(bytes))) ?? []
  }
}
