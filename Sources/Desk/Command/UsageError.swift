import Sync

/// The command was used wrongly: one line that says what to do next; exit 2.
struct UsageError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

/// Finds what somebody meant who typed a word that does not exist.
enum Nearest {
  /// `; did you mean --days?`, or nothing where no word is near.
  static func hint(_ typed: String, among words: [String], mark: String = "") -> String {
    let reach = max(1, typed.count / 3)
    let near = words.compactMap { word in
      EditDistance.between(typed, word, limit: reach).map { (distance: $0, word: word) }
    }
    let start = words.first { typed.count >= 2 && $0.hasPrefix(typed) }
    guard let best = near.min(by: { $0.distance < $1.distance })?.word ?? start else { return "" }
    return "; did you mean \(mark)\(best)?"
  }
}
