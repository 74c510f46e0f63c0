import Domain
import Wire

/// The lives of devices' files beyond the first: one restored from a backup has another, and so has a
/// copy on a second machine.
struct Lives {
  private struct Life {
    let device: ID<Device>
    let epoch: Epoch
    let began: Instant
    /// Somebody has been told that an earlier one still speaks.
    var told = false
    static let size = 33
  }

  /// So many of one device are remembered.
  private static let most = 16
  /// Seconds: a request may be under way for some minutes, and then is no sign of a second machine.
  private static let underWay = 600

  private var all: [Life]
  let readAt: Instant

  init(_ bytes: [UInt8], at now: Instant) {
    readAt = now
    all = stride(from: 0, to: bytes.count - Life.size + 1, by: Life.size).compactMap { start in
      func number(_ place: Int) -> UInt64 {
        bytes[start + place..<start + place + 8].reduce(0) { $0 << 8 | UInt64($1) }
      }
      return Bits128(bytes: bytes[start..<start + 16]).map {
        Life(
          device: ID($0), epoch: Epoch(number(16)),
          began: Instant(Int64(bitPattern: number(24))), told: bytes[start + 32] == 1)
      }
    }
  }

  var bytes: [UInt8] {
    all.flatMap { life in
      life.device.raw.bytes
        + Bits128(hi: life.epoch.raw, lo: UInt64(bitPattern: life.began.seconds)).bytes
        + [life.told ? 1 : 0]
    }
  }

  /// True where a life begins with this request.
  mutating func begins(_ request: ExchangeRequest, at now: Instant) -> Bool {
    let known = all.indices.filter { all[$0].device == request.device }
    guard request.parent != nil, !known.contains(where: { all[$0].epoch == request.epoch }) else {
      return false
    }
    all.append(Life(device: request.device, epoch: request.epoch, began: now))
    if known.count == Self.most { all.remove(at: known[0]) }
    return true
  }

  /// True, once, where an earlier life goes on after a later one has begun.
  mutating func goesOn(_ request: ExchangeRequest, at now: Instant) -> Bool {
    guard let last = all.lastIndex(where: { $0.device == request.device }),
      all[last].epoch != request.epoch, !all[last].told, now - all[last].began > Self.underWay
    else { return false }
    all[last].told = true
    return true
  }
}

extension Authority {
  private static var livesNote: String { "lives" }
  /// Another process of the service may have met one.
  private static var livesKept: Int { 60 }

  /// A life that begins has numbers of its own, and nothing of what was granted to those before it.
  func meetLife(of request: ExchangeRequest, at now: Instant) throws {
    guard request.parent != nil, try learn(at: now, { $0.begins(request, at: now) }) else { return }
    var note = NoteLife(target: request.device, twice: false)
    note.life = request.epoch.life
    note.sessions = try sessionsHeld(besides: request.epoch.life, by: request.device, at: now)
    _ = try perform(note, at: now)
  }

  /// Two machines with one key are told; the request is of a life that goes on where it was left. One
  /// put back from a backup once more does not, and begins another.
  func meetSecondMachine(of request: ExchangeRequest, at now: Instant) throws {
    if try learn(at: now, { $0.goesOn(request, at: now) }) {
      _ = try perform(NoteLife(target: request.device, twice: true), at: now)
    }
  }

  /// Keeps what is news; true where it was.
  private func learn(at now: Instant, _ news: (inout Lives) -> Bool) throws -> Bool {
    var known = try lives(at: now)
    guard news(&known) else { return false }
    // What is remembered here may be old, or of a commit that failed.
    lives = nil
    known = try lives(at: now)
    lives = nil
    guard news(&known) else { return false }
    try store.setNote(Self.livesNote, known.bytes)
    return true
  }

  private func lives(at now: Instant) throws -> Lives {
    if let lives, 0..<Self.livesKept ~= now - lives.readAt { return lives }
    let read = Lives(try store.note(Self.livesNote) ?? [], at: now)
    lives = read
    return read
  }
}
