import Domain
import Wire

/// A desk of next year's program beside ours: some of what it says nobody here can read yet, some of it
/// stands on that, and some names under one id two things.
extension NaiveMachine {
  enum Oddity: CaseIterable {
    case unknownKind, newerVersion, dependsOnUnread, dependsOnNothing, ordinary, sameIdAgain
  }

  /// Stores an operation that its own program has no rows for.
  func write(_ oddity: Oddity, about member: ID<Member>, as actor: Actor) throws {
    let note = AddNote(member: member, text: "from tomorrow")
    let operation = Operation(
      id: ID(mint()), device: desk.device, location: location, actor: actor, channel: channel,
      at: now, intent: note)
    var header = OperationHeader(
      operation, epoch: desk.epoch, seq: desk.entries.count + 1, clock: .verified, wall: now,
      mono: 0, boot: Bits128(hi: 0, lo: 0))
    var payload = try PayloadCodec.encode(note)
    switch oddity {
    case .unknownKind: header.kind = "sauna.heat"
    case .newerVersion: header.version = PayloadCodec.version + 1
    case .dependsOnUnread:
      guard let unread = desk.entries.last(where: { $0.header.kind == "sauna.heat" }) else {
        return
      }
      header.after = [unread.header.id]
    case .dependsOnNothing: header.after = [ID(mint())]
    case .ordinary: break
    case .sameIdAgain:
      guard let before = desk.entries.last(where: { $0.verdict != nil }) else { return }
      header.id = before.header.id
      payload = try PayloadCodec.encode(AddNote(member: member, text: "another meaning"))
    }
    desk.keep(header, try PayloadCodec.encode(header), payload: payload)
    if oddity != .sameIdAgain, let entry = desk.entries.last { try accepted(entry) }
    try talk()
  }
}
