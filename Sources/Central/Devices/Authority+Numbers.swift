import Domain
import Wire

/// Numbers for what a device makes in the dark.
extension Authority {
  /// The next block of each kind that has come to half, or is too short for what was wished.
  func grantNumbers(to request: ExchangeRequest, at now: Instant) throws {
    // Whoever only asks for news has used none since.
    let want = request.want.numbers
    guard !request.operations.isEmpty || !want.isEmpty || request.cursor == 0 else { return }
    var facts = try store.studio(knowing: nil)
    guard let device = facts[request.device], !device.revoked else { return }
    try store.answer(NumberKind.allCases.map { .numbers(device.id, $0) }, into: &facts)
    let blocks = facts.all(NumberBlock.self)
    for kind in NumberKind.allCases {
      let own = NumberBlocks(blocks.filter { $0.kind == kind })
      guard let count = own.wanted(for: min(want[kind] ?? 0, Self.mostNumbers)) else { continue }
      _ = try perform(GrantNumbers(device: device.id, numbers: kind, count: count), at: now)
    }
  }

  /// At once: no import of a studio has more.
  private static var mostNumbers: Int { 100_000 }
}
