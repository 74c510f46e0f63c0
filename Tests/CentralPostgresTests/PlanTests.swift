import Central
import CentralPostgres
import Domain
import Support
import Testing
import Wire
import Zones

@Suite struct PlanTests {
  /// From the first row on, every row that a batch asks or writes is found by more than its
  /// organization.
  @Test func whatABatchAsksIsFoundByAnIndex() throws {
    let base = try TestDatabase.shared.get()
    let root = try Link(base.server.address(as: "postgres"))
    try root.run("CREATE DATABASE plans OWNER owner")
    try root.run("ALTER DATABASE plans SET auto_explain.log_min_duration = 0")
    try Migration.run(as: base.server.address(as: "owner", "plans"), for: "service")
    let start = base.server.log.utf8.count
    let pool = Pool(base.server.address(as: "service", "plans"), size: 1)
    let store = try PostgresAuthorityStore(pool, ID(Bits128(hi: 7, lo: 7)), zones: TZifTree())
    var chance = Chance(seed: 1)
    for _ in 0..<20 {
      try store.commit {
        var facts = try store.studio(knowing: nil)
        try store.answer((0..<20).map { _ in chance.read() }, into: &facts)
        let (arrival, verdict) = try chance.kept(at: try store.sequence() + 1)
        try store.keep(arrival, verdict)
        try store.write([.put(chance.record())], at: verdict.sequence)
      }
    }
    // Most of it is the texts of the queries.
    let plans = base.server.log.utf8.dropFirst(start).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0.prefix(200).drop { $0 <= UInt8(ascii: " ") }, as: UTF8.self)
    }.filter { $0.hasPrefix("->") || $0.hasPrefix("Index Cond:") }
    #expect(plans.contains { $0.contains("Index Scan using booking_pkey") })
    #expect(!plans.contains { $0.contains("Seq Scan on") && !$0.contains("schema_version") })
    // The studio's few rows, what there is of devices, and the link's own role are asked whole.
    let whole = [
      "pg_authid", "contacts", "state", "organization", "location", "room", "device", "staff",
      "passKey",
      "service",
    ]
    var scan = ""
    for line in plans {
      if line.contains("Scan using") || line.contains("Scan on") { scan = line }
      guard line.hasPrefix("Index Cond:"), !line.contains(" AND ") else { continue }
      // Of decisions only the few open ones stand in this index.
      let isFew = scan.contains("decision_organization_at_status_idx")
      #expect(isFew || whole.contains { scan.contains(" \($0)_") }, "\(scan)\n\(line)")
    }
  }
}
