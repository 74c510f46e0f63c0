import Central
import Testing
import Wire

/// What another hand may do to operations, to what was decided on them, and to the chains of devices;
/// each as SQL that both stores understand, and what `doctor` says of it.
enum KeptDamage {
  static let all: [(sql: String, told: String)] =
    ["state = 'rejected'", "state = 'parked'", "code = 'CLASS_FULL'", "subject = device"].map {
      ("UPDATE operations SET \($0) WHERE sequence = 9", changed)
    } + [
      ("UPDATE operations SET returned = 250 WHERE sequence = 9", changed),
      ("UPDATE operations SET results = payload WHERE sequence = 9", changed),
      ("UPDATE operations SET device = id WHERE sequence = 9", changed),
      ("UPDATE operations SET header = payload WHERE sequence = 9", changed),
      ("UPDATE operations SET payload = header WHERE sequence = 9", changed),
      ("UPDATE operations SET \"payloadHash\" = header WHERE sequence = 9", changed),
      ("UPDATE operations SET sequence = 999 WHERE sequence = 9", changed),
      ("UPDATE operations SET seal = seal + 4 WHERE sequence = 9", changed),
      ("UPDATE operations SET seal = seal + 1 WHERE sequence = 9", "lost their place"),
      ("UPDATE operations SET seal = seal + 2 WHERE sequence = 9", "stand behind the last"),
      // An operation is gone, with its place in the chain or without.
      ("DELETE FROM operations WHERE sequence = 9", "1 operations are missing"),
      ("DELETE FROM operations WHERE sequence = 1", "1 operations are missing"),
      ("DELETE FROM operations WHERE sequence > 9", "operations are missing"),
      ("DELETE FROM operations WHERE sequence > 0", "operations are missing"),
      ("UPDATE state SET sequence = sequence - 1 WHERE true", "stand behind the last"),
      ("DELETE FROM state WHERE true", "stand behind the last"),
      // The chains.
      ("DELETE FROM arrivals WHERE true", "operations have lost their place"),
      ("DELETE FROM arrivals WHERE seq = 1", "2 gaps"),
      ("DELETE FROM arrivals WHERE seq = 7", "1 gaps"),
      (
        "DELETE FROM arrivals WHERE device IN (SELECT device FROM arrivals WHERE seq = 7)",
        "operations have lost their place"
      ),
      ("DELETE FROM arrivals WHERE seq > 7", "operations have lost their place"),
      (
        "UPDATE arrivals SET hash = (SELECT hash FROM arrivals WHERE seq = 8) WHERE seq = 7",
        "2 operations are not as their devices"
      ),
      (
        "UPDATE arrivals SET id = (SELECT id FROM arrivals WHERE seq = 8) WHERE seq = 7",
        "1 operations are not as their devices"
      ),
      ("UPDATE arrivals SET seq = 99 WHERE seq = 1", "gaps"),
      ("UPDATE arrivals SET epoch = 5 WHERE seq > 0", "not as their devices sent them"),
    ]

  private static let changed = "1 operations, or what was decided on them, were changed"
}

/// What a store tells of itself before and after somebody's SQL.
func expectDamageTold(
  _ life: DeskLife, _ authority: Authority<some AuthorityStore>, _ told: String,
  _ problems: () throws -> [String], after damage: () throws -> Void
) throws {
  #expect(try life.send(0..<life.arrivals.count, to: authority).stop == nil)
  #expect(try problems() == [])
  try damage()
  let found = try problems()
  #expect(found.contains { $0.contains(told) }, "\(found)")
}
