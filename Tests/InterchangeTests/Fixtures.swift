import Support
import Testing

extension Trait where Self == ConditionTrait {
  static func needs(_ path: String) -> Self {
    .enabled(if: SharedData.has(path), "skipped: ../shared/data/\(path) is not there")
  }
}

extension SharedData {
  static func raw(_ path: String) throws -> [UInt8] { Array(try bytes(path)) }
}

extension [UInt8] {
  init(_ text: String) {
    self = Array(text.utf8)
  }
}
