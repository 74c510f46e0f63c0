/// Gives rows without an outside id one of their own, the same in every run over the file.
struct Identities<Content: Hashable> {
  private var seen: [String: [Content]] = [:]

  /// Rows that say the same get the same id and are merged by whoever imports. Rows that share
  /// `base`, what identifies them, but differ in content are different things: the later one's id
  /// gets a number, or each run would change the one into the other.
  mutating func id(_ base: String, for content: Content) -> String {
    let rivals = seen[base, default: []]
    let index = rivals.firstIndex(of: content) ?? rivals.count
    if index == rivals.count { seen[base, default: []].append(content) }
    return index == 0 ? base : "\(base)#\(index + 1)"
  }
}
