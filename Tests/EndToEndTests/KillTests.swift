import Dispatch
import FoundationEssentials
import Glibc
import Support
import Synchronization
import Testing

/// Power goes at any moment: what was acknowledged is there, nothing is there twice.
@Suite(.serialized) struct KillTests {
  private static let clock = "2026-11-23T17:45"
  private static let killsEach = 100
  private static let spots = 1_000

  private struct Acknowledged: Decodable {
    struct Outcome: Decodable {
      let operation: String
      let state: String
    }
    let outcome: Outcome
  }

  /// What one of the two streams did.
  private struct Stream {
    var tried: [String] = []
    var acknowledged: Set<String> = []
    var kills = 0
  }

  @Test(.timeLimit(.minutes(3))) func twoHundredKillsLoseAndDoubleNothing() throws {
    let studio = try Studio()
    let typical = try milliseconds { _ = try studio.checkIn(0, Self.operation(&studio.chance)) }
    let streams = Mutex([Stream(), Stream()])
    let failures = Mutex([String]())
    DispatchQueue.concurrentPerform(iterations: 2) { place in
      do {
        let stream = try studio.stream(place, typical: typical)
        streams.withLock { $0[place] = stream }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let both = streams.withLock { $0 }
    let kills = both.reduce(0) { $0 + $1.kills }
    print("\(both.reduce(0) { $0 + $1.tried.count }) check-ins, \(kills) of them killed")
    #expect(kills >= 2 * Self.killsEach)

    let kept = try studio.outbox()
    let ids = kept.map(\.id)
    #expect(Set(ids).count == ids.count, "an operation is there twice")
    #expect(kept.map(\.seq) == Array(1...kept.count), "a number of the chain is missing")
    for stream in both {
      #expect(stream.acknowledged.isSubset(of: ids), "an acknowledged operation is gone")
    }
    try studio.expectHealth()
    #expect(try studio.present() == kept.count { $0.kind == "checkin.in" })
    try studio.expectHealth()

    // Whoever got no answer asks again under the same id: then each has happened exactly once.
    for (place, stream) in both.enumerated() {
      for id in stream.tried where !stream.acknowledged.contains(id) {
        #expect(try studio.checkIn(place, id).status == 0)
      }
    }
    #expect(try studio.present() == 1 + both.reduce(0) { $0 + $1.tried.count })
    try studio.expectHealth()
  }

  private static func operation(_ chance: inout SeededGenerator) -> String {
    let hex = (0..<32).map { _ in String(Int.random(in: 0..<16, using: &chance), radix: 16) }
      .joined()
    let parts = [hex.prefix(8), hex.dropFirst(8).prefix(4), "7" + hex.dropFirst(13).prefix(3)]
    let rest = ["8" + hex.dropFirst(17).prefix(3), hex.dropFirst(20)]
    return (parts + rest).map(String.init).joined(separator: "-")
  }

  private func milliseconds(_ work: () throws -> Void) rethrows -> Int {
    let took = try ContinuousClock().measure(work)
    return Int(
      took.components.seconds * 1_000 + took.components.attoseconds / 1_000_000_000_000_000)
  }

  /// Two bookings of a thousand places each, in a class that is about to start.
  private final class Studio: Sendable {
    private let program = DeskProgram(always: ["--clock", KillTests.clock])
    private let session: String
    private let codes: [String]
    private let seed = Mutex(SeededGenerator(seed: 20_261_123))
    private static let owner = ["--as", "Ona", "--pin", "2468"]

    var chance: SeededGenerator {
      get { seed.withLock { $0 } }
      set { seed.withLock { $0 = newValue } }
    }

    private struct Made: Decodable {
      struct Thing: Decodable {
        let id: String?
        let code: String?
      }
      let service: Thing?
      let session: Thing?
      let member: Thing?
      let booking: Thing?
    }

    init() throws {
      let program = program
      try program.run(
        "init", "--name", "Kill", "--timezone", "Africa/Johannesburg", "--location", "Here",
        "--owner", "Ona", "--owner-pin", "2468")
      func made(_ words: String...) throws -> Made {
        let ended = DeskProgram.run(program.words(words + Self.owner + ["--json"]))
        try #require(ended.status == 0, "\(words): \(ended.errors)")
        return try JSONDecoder().decode(Made.self, from: Data(ended.output.utf8))
      }
      _ = DeskProgram.run(
        program.words(["policy", "groupLimit=\(KillTests.spots)"] + Self.owner))
      _ = try made("service", "add", "--name", "Crowd", "--type", "yoga", "--capacity", "2000")
      let session = try #require(
        try made("session", "add", "--service", "Crowd", "--start", "2026-11-23T18:00").session?.id)
      var codes: [String] = []
      for name in ["Ada", "Bo"] {
        let member = try #require(
          try made("register", "--first", name, "--last", "Crowd").member?.id)
        codes.append(
          try #require(
            try made("book", session, member, "--spots", "\(KillTests.spots)").booking?.code))
      }
      self.session = session
      self.codes = codes
    }

    func checkIn(_ place: Int, _ operation: String) throws -> Spawned.Ended {
      try start(place, operation).wait()
    }

    private func start(_ place: Int, _ operation: String) throws -> Spawned {
      try program.start(
        "checkin", codes[place], "--count", "1", "--operation", operation, "--json")
    }

    /// Checks in again and again; most are killed on the way, after a moment of chance.
    func stream(_ place: Int, typical: Int) throws -> Stream {
      var stream = Stream()
      var chance = SeededGenerator(seed: UInt64(place) + 1)
      while stream.kills < KillTests.killsEach {
        let id = KillTests.operation(&chance)
        stream.tried.append(id)
        let child = try start(place, id)
        let isVictim = Int.random(in: 0..<4, using: &chance) > 0
        if isVictim {
          usleep(useconds_t(Int.random(in: 0...max(1, typical * 1_300), using: &chance)))
          child.kill(SIGKILL)
        }
        let ended = child.wait()
        if ended.status == -SIGKILL {
          stream.kills += 1
        } else {
          try #require(ended.status == 0, "\(ended.errors)\(ended.output)")
        }
        // An answer that came out whole counts, even if the kill came after it.
        if ended.output.hasSuffix("\n"),
          let told = try? JSONDecoder().decode(Acknowledged.self, from: Data(ended.output.utf8))
        {
          #expect(told.outcome.operation == id && told.outcome.state == "applied")
          stream.acknowledged.insert(id)
        }
      }
      return stream
    }

    func outbox() throws -> [Outbox.Operation] {
      try program.json(Outbox.self, "outbox").operations
    }

    func present() throws -> Int {
      let ended = DeskProgram.run(program.words(["roster", session, "--json"] + Self.owner))
      let roster = try JSONDecoder().decode(Roster.self, from: Data(ended.output.utf8))
      return roster.bookings.reduce(0) { $0 + $1.present }
    }

    /// Doctor walks the chain and compares the replica with one rebuilt from scratch.
    func expectHealth() throws {
      let doctor = try program.json(Doctor.self, "doctor")
      #expect(doctor.ok)
      for check in doctor.checks { #expect(check.ok, "\(check.name): \(check.detail)") }
    }
  }
}
