import Central
import Crypto
import Domain
import Rows
import SQLite
import Support
import Testing
import Wire

/// A studio founded at its authority, on whatever store, with devices that enrol and work.
final class Town<Store: AuthorityStore> {
  let authority: Authority<Store>
  let organization: ID<Organization>
  var now = Instant(1_795_000_000)
  var chance: SeededGenerator

  init(_ store: Store, seed: UInt64 = 1) throws {
    authority = Authority(store)
    chance = SeededGenerator(seed: seed)
    organization = try authority.found(
      name: "Studio", location: "Main", zone: "Africa/Johannesburg", owner: "Olwethu Owner",
      verifier: "verifier", at: now)
  }

  var milliseconds: Int64 { now.seconds * 1_000 }
  var facts: Facts { get throws { try authority.store.studio(knowing: nil) } }
  var owner: Actor { get throws { .staff(try #require(try facts.all(Staff.self).first).id) } }

  func place(_ name: String = "Main") throws -> ID<Location> {
    try #require(try facts.all(Location.self).first { $0.name == name }).id
  }

  func enrol(
    _ role: DeviceRole = .desk, at place: ID<Location>? = nil, named name: String = ""
  ) throws -> Player<Store> {
    let code = try authority.enrolmentCode(for: role, at: try place ?? self.place(), at: now)
    let key = SigningKey()
    let told = try authority.enrol(code: code, publicKey: key.publicKey, name: name, at: now)
    return try Player(self, told, key)
  }

  func row<R: Record>(_ id: ID<R>, _ read: Read) throws -> R? {
    var facts = try facts
    try authority.store.answer([read], into: &facts)
    return facts[id]
  }
}

/// A device at the other end of an exchange: its chain, and the rows that it was sent.
final class Player<Store: AuthorityStore> {
  let town: Town<Store>
  let enrolment: Enrolment
  let key: SigningKey
  var epoch = Epoch(1)
  var parent: Epoch?
  var head = (seq: 0, hash: Chain.start)
  var cursor: Int64 = 0
  var acknowledged: Int64 = 0
  var watermark: Instant?
  var closed = false
  /// What it was told of its operations, the latest of each.
  var told: [ID<Operation>: Verdict] = [:]
  /// Every line of rows that came, as it travels.
  var lines: [String] = []
  let copy: Connection

  var device: ID<Device> { enrolment.device }

  init(_ town: Town<Store>, _ enrolment: Enrolment, _ key: SigningKey) throws {
    (self.town, self.enrolment, self.key) = (town, enrolment, key)
    copy = try Replica.make()
  }

  /// Its next operation, in the chain.
  func write(
    _ intent: any Intent, as actor: Actor? = nil, after: [ID<Operation>] = [],
    _ change: (inout OperationHeader) -> Void = { _ in }
  ) throws -> (id: ID<Operation>, bytes: StoredOperation) {
    let id = ID<Operation>(
      Bits128(
        milliseconds: town.milliseconds,
        random: (0..<16).map { _ in .random(in: 0...255, using: &town.chance) }))
    let operation = Operation(
      id: id, device: device, location: enrolment.location, actor: try actor ?? town.owner,
      channel: .desk, at: town.now, intent: intent)
    head.seq += 1
    var header = OperationHeader(
      operation, epoch: epoch, seq: head.seq, clock: .verified, wall: town.now, mono: 0,
      boot: Bits128(hi: 0, lo: 1))
    header.after = after.isEmpty ? nil : after
    change(&header)
    let bytes = StoredOperation(
      header: try PayloadCodec.encode(header), payload: try PayloadCodec.encode(intent))
    head.hash = Chain.link(
      after: head.hash, header: bytes.header, payloadHash: SHA256.hash(bytes.payload))
    return (header.id, bytes)
  }

  func request(
    _ operations: [StoredOperation] = [], after previous: [UInt8]? = nil, rows: Int = 2_000
  ) -> ExchangeRequest {
    var request = ExchangeRequest(
      device: device, epoch: epoch, parent: parent, previous: previous ?? head.hash,
      cursor: cursor, acknowledged: acknowledged)
    request.operations = operations
    request.watermark = watermark
    request.closed = closed
    request.want.rows = rows
    return request
  }

  /// Sends intents of the owner and takes what comes back.
  @discardableResult
  func send(_ intents: any Intent..., rows: Int = 2_000) throws -> [Verdict] {
    let before = head.hash
    let written = try intents.map { try write($0) }
    try exchange(request(written.map(\.bytes), after: before, rows: rows))
    return try written.map { try #require(told[$0.id]) }
  }

  /// The row that an intent of the owner makes.
  func make<R: Record>(_ intent: any Intent, _ type: R.Type = R.self) throws -> ID<R> {
    let verdict = try #require(try send(intent).first)
    #expect(verdict.outcome.state == .applied, "\(verdict.outcome)")
    return ID(try #require(verdict.subject))
  }

  @discardableResult
  func exchange(_ request: ExchangeRequest) throws -> ExchangeAnswer {
    let answer = try #require(
      try town.authority.exchange([request], at: town.milliseconds).first)
    try take(answer)
    return answer
  }

  func take(_ answer: ExchangeAnswer) throws {
    for verdict in answer.outcomes {
      told[verdict.operation] = verdict
      acknowledged = max(acknowledged, verdict.sequence)
    }
    // Too old: everything comes anew.
    if answer.from == 0, cursor > 0 { try Replica.clear(copy) }
    for change in answer.changes {
      if case .row(let row) = change {
        lines.append(String(decoding: try RowLine.encode(row), as: UTF8.self))
      }
      try Replica.take(change, into: copy)
    }
    if !answer.more { try copy.endEviction() }
    cursor = answer.to
  }

  /// Pulls until nothing more comes, in pages of about so many rows.
  func pull(rows: Int = 2_000) throws {
    while try exchange(request(rows: rows)).more {}
  }
}
