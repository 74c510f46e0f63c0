import Domain

/// People of one list whom the name on it does not tell apart: with them, and with nobody else, the
/// member number is shown.
struct Namesakes: Sendable {
  private let names: Set<String>

  init(_ people: some Sequence<Member>) {
    let bearers = Dictionary(people.map { ($0.name, Set([$0.id])) }) { $0.union($1) }
    names = Set(bearers.filter { $0.value.count > 1 }.keys)
  }

  /// " · 10023", to stand behind the name; empty where the name is enough.
  func number(of member: Member) -> String {
    names.contains(member.name) ? " · \(member.number)" : ""
  }
}
