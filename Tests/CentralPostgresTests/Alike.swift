import Central
import Domain
import Support
import Synchronization
import Wire

/// The same random bytes wherever it is asked, as often as it is asked.
private final class Dice: Sendable {
  private let source: Mutex<SeededGenerator>

  init(_ seed: UInt64) { source = Mutex(SeededGenerator(seed: seed)) }

  func bytes(_ count: Int) -> [UInt8] {
    source.withLock { source in
      (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &source) }
    }
  }
}

extension DeskLife {
  /// Two with one seed differ by their stores alone.
  func authority<Store>(_ store: Store, seed: UInt64) -> Authority<Store> {
    let dice = Dice(seed)
    return Authority(store, trusting: device, random: { dice.bytes($0) })
  }
}

extension ExchangeAnswer {
  /// All of it, as it travels.
  var words: [String] {
    get throws {
      let rows = try changes.map { change in
        switch change {
        case .row(let row): String(decoding: try RowLine.encode(row), as: UTF8.self)
        case .evict(let session): "evict \(session.text)"
        }
      }
      return [
        "\(storedTo) \(stop?.rawValue ?? "") \(storedHash)", "\(from) \(to) \(more)",
      ] + outcomes.map { "\($0)" } + rows
    }
  }
}
