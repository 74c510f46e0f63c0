import Central
import Crypto
import Domain
import Rows
import Testing
import Wire

/// How devices come in, speak and go; the same on every store.
struct DeviceBody<Store: AuthorityStore>: StoreBody {
  let make: () throws -> Store

  func code(_ refusal: () throws -> Void) -> RefusalCode? {
    do {
      try refusal()
      return nil
    } catch {
      return (error as? Refusal)?.code
    }
  }

  func aCodeLetsOneDeviceInOnce() throws {
    let town = try Town(try make())
    let authority = town.authority
    let code = try authority.enrolmentCode(
      for: .kiosk, at: try town.place(), named: "door", at: town.now)
    #expect(code.count == 14 && code.split(separator: "-").map(\.count) == [4, 4, 4])
    let key = SigningKey()
    // As it is typed on a phone.
    let typed = code.lowercased().replacing("-", with: " ").replacing("1", with: "l")
    let told = try authority.enrol(
      code: typed, publicKey: key.publicKey, name: " ", at: town.now + 600)
    let device = try #require(try authority.device(told.device))
    #expect(device.role == .kiosk && device.name == "door" && !device.revoked)
    #expect(device.publicKey.bytes == key.publicKey && told.organization == town.organization)
    #expect(told.passKeys.map(\.number) == [1] && told.verifierKey == nil)
    #expect(told.codeKey?.count == 32)
    // The answer may have got lost: the same device asks again; nobody else does.
    let again = try authority.enrol(
      code: code, publicKey: key.publicKey, name: "", at: town.now + 600)
    #expect(again.device == told.device)
    let other = SigningKey().publicKey
    #expect(
      self.code {
        _ = try authority.enrol(code: code, publicKey: other, name: "", at: town.now + 600)
      } == .unauthenticated)
    #expect(try town.facts.all(Device.self).count == 1)
  }

  func aWrongOrOldCodeLetsNobodyIn() throws {
    let town = try Town(try make())
    let authority = town.authority
    let code = try authority.enrolmentCode(for: .desk, at: try town.place(), at: town.now)
    let key = SigningKey().publicKey
    func enrol(_ code: String, _ after: Int) -> RefusalCode? {
      self.code {
        _ = try authority.enrol(code: code, publicKey: key, name: "", at: town.now + after)
      }
    }
    #expect(enrol(code, 601) == .unauthenticated)
    for _ in 0..<3 { #expect(enrol("ABCD-EFGH-JKMN", 1) == .unauthenticated) }
    #expect(enrol(code, 1) == .rateLimited, "whoever guesses waits")
    #expect(enrol(code, 4) == nil)
    #expect(
      self.code {
        _ = try authority.enrolmentCode(for: .desk, at: ID(Bits128(hi: 1, lo: 1)), at: town.now)
      } == .notFound)
  }

  func aTokenIsTheDevicesAndEnds() throws {
    let town = try Town(try make())
    let (desk, other) = (try town.enrol(), try town.enrol())
    let door = try town.authority.door()
    func row(_ player: Player<Store>) throws -> Device {
      try #require(try town.authority.device(player.device))
    }
    func sign(_ nonce: [UInt8], _ player: Player<Store>) -> [UInt8] {
      player.key.sign(
        SignedMessage.token(player.device, of: town.organization, nonce: nonce))
    }
    let nonce = try door.nonce(at: town.now)
    let signature = sign(nonce, desk)
    let token = try door.token(
      for: try row(desk), nonce: nonce, signature: signature, at: town.now + 59)
    #expect(try door.verify(token.text, at: token.expires) == desk.device)
    #expect(DeviceDoor.organization(ofToken: token.text) == town.organization)
    #expect(code { _ = try door.verify(token.text, at: token.expires + 1) } == .tokenExpired)
    // Another process of the same authority knows it too, and gives its own nonces.
    let second = try town.authority.door()
    #expect(try second.verify(token.text, at: town.now) == desk.device)

    func refused(_ nonce: [UInt8], _ signature: [UInt8], _ player: Player<Store>, _ after: Int = 0)
      -> RefusalCode?
    {
      code {
        _ = try door.token(
          for: try row(player), nonce: nonce, signature: signature, at: town.now + after)
      }
    }
    #expect(refused(nonce, signature, desk) == .unauthenticated, "a replay")
    let fresh = try door.nonce(at: town.now)
    #expect(refused(fresh, sign(fresh, desk), other) == .unauthenticated)
    #expect(refused(fresh, sign(fresh, desk), desk, 61) == .unauthenticated)
    let foreign = try second.nonce(at: town.now)
    #expect(refused(foreign, sign(foreign, desk), desk) == .unauthenticated)
    #expect(refused([], [], desk) == .unauthenticated)
    for place in [0, 20, 35, 50, 71] {
      var bytes = Array(token.text.utf8)
      bytes[place] = bytes[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      let changed = String(decoding: bytes, as: UTF8.self)
      #expect(code { _ = try door.verify(changed, at: town.now) } == .unauthenticated)
    }
    try town.authority.revoke(desk.device, at: town.now)
    #expect(refused(fresh, sign(fresh, desk), desk) == .deviceRevoked)
  }

  /// A copy of a desk's directory, on a second machine, gives out what the first does.
  func twoLivesGiveNoNumberTwice() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let session = try desk.make(
      ScheduleSession(
        service: try desk.make(DefineService(name: "Yoga", type: "yoga")),
        location: try town.place(), start: town.now + 86_400), Session.self)
    try desk.pull()
    func blocks(_ kind: NumberKind) throws -> [NumberBlock] {
      var facts = try town.facts
      try town.authority.store.answer([.numbers(desk.device, kind)], into: &facts)
      return facts.all(NumberBlock.self).filter { $0.kind == kind && $0.next < $0.end }
    }
    let before = try NumberKind.allCases.map { try #require(try blocks($0).last) }
    func comes(_ name: String, on player: Player<Store>) throws -> [(
      id: ID<Operation>, bytes: StoredOperation
    )] {
      var details = MemberDetails()
      details.firstName = name
      var register = RegisterMember(details)
      register.numbers = [before[0].next]
      let member = try player.write(register)
      var book = Book(
        session: session, member: ID(member.id.raw), code: BookingCode(random: UInt64(name.count)))
      (book.numbers, book.unpaid) = ([before[1].next], true)
      return [member, try player.write(book)]
    }
    let copy = try Player(town, desk.enrolment, desk.key)
    (copy.head, copy.cursor, copy.acknowledged) = (desk.head, desk.cursor, desk.acknowledged)
    let past = desk.head.hash
    let first = try comes("Naledi", on: desk)
    let second = try comes("Pieter S", on: copy)
    try desk.exchange(desk.request(first.map(\.bytes), after: past))
    let fork = try copy.exchange(copy.request(second.map(\.bytes), after: past))
    #expect(fork.stop == .fork)
    // As a desk does then.
    (copy.parent, copy.epoch, copy.head.seq) = (copy.epoch, Epoch(2), 0)
    var request = copy.request()
    request.strays = second.map(\.bytes)
    let answer = try copy.exchange(request)
    #expect(answer.strays.map(\.state) == [.new, .new])
    #expect(first.map { desk.told[$0.id]?.outcome } == [Outcome(.applied), Outcome(.applied)])
    let changed = Outcome(.adjusted, code: .stale)
    #expect(second.map { copy.told[$0.id]?.outcome } == [changed, changed])
    try copy.pull()
    let members = try [first, second].map {
      try #require(try town.row(ID<Member>($0[0].id.raw), .member(ID($0[0].id.raw))))
    }
    #expect(members[0].number != members[1].number)
    let bookings = try [first, second].map {
      try #require(try town.row(ID<Booking>($0[1].id.raw), .booking(ID($0[1].id.raw))))
    }
    #expect(bookings[0].reference != bookings[1].reference)
    #expect(copy.lines.count { $0.contains("renumbered") } == 2)
    // Neither goes on with numbers of which the other knows nothing.
    for (kind, old) in zip(NumberKind.allCases, before) {
      #expect(try blocks(kind).allSatisfy { $0.next >= old.end && $0.end - $0.next == 200 })
    }

    // A request may be late; whoever still speaks after that is a second machine.
    town.now = town.now + 600
    try desk.pull()
    #expect(!desk.lines.contains { $0.contains("twoMachines") })
    town.now = town.now + 1
    try copy.pull()
    try desk.pull()
    #expect(desk.lines.count { $0.contains("twoMachines") } == 1)
    // Each life is granted places of its own, once.
    town.now = town.now + 60
    try copy.pull()
    let told = try town.authority.store.sequence()
    town.now = town.now + 3_600
    for player in [copy, desk, copy, desk] { try player.pull() }
    #expect(try town.authority.store.sequence() == told, "once is enough")
  }

  func nothingIsTakenFromARevokedDevice() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    try desk.send(DefineService(name: "Yoga", type: "yoga"))
    try town.authority.revoke(desk.device, at: town.now)
    let before = try town.authority.store.sequence()
    let (head, written) = (desk.head, try desk.write(DefineService(name: "Box", type: "box")))
    let answer = try desk.exchange(desk.request([written.bytes], after: head.hash))
    #expect(answer.stop == .revoked && answer.storedTo == head.seq)
    #expect(answer.changes.isEmpty && answer.outcomes.isEmpty)
    #expect(try town.authority.store.sequence() == before)
    // What it could not deliver it locks to the authority.
    let box = try SealedBox.seal(written.bytes.payload, to: desk.enrolment.boxKey)
    #expect(try town.authority.open(sealed: box) == written.bytes.payload)
  }

  func theAuthorityVouchesForTheTime() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let nonce = randomBytes(16)
    let signature = try town.authority.door().sign(time: 1_795_000_000_123, nonce: nonce)
    func verifies(_ milliseconds: Int64, _ nonce: [UInt8]) -> Bool {
      SigningKey.verify(
        signature, of: SignedMessage.time(milliseconds, nonce: nonce),
        by: desk.enrolment.signingKey)
    }
    #expect(verifies(1_795_000_000_123, nonce))
    #expect(!verifies(1_795_000_000_124, nonce) && !verifies(1_795_000_000_123, randomBytes(16)))
  }

  func passKeysRotate() throws {
    let town = try Town(try make())
    let desk = try town.enrol()
    let number = try town.authority.rotatePassKey(
      keepingOldUntil: town.now + 86_400, at: town.now + 60)
    #expect(number == 2)
    try desk.pull()
    let keys = try town.facts.all(PassKey.self).sorted { $0.number < $1.number }
    #expect(keys.map(\.validTo) == [town.now + 86_400, nil])
    for key in keys {
      #expect(
        try town.authority.keys().passes(key.number).publicKey == key.publicKey.bytes)
    }
    #expect(desk.lines.filter { $0.hasPrefix("[\"passKey\"") }.count == 3 - 1)
  }

  /// Each desk always has numbers for what it makes in the dark, and no number twice.
  func numbersNeverRunShort() throws {
    let town = try Town(try make())
    let desks = [try town.enrol(), try town.enrol()]
    let kiosk = try town.enrol(.kiosk)
    for player in desks + [kiosk] { try player.pull() }
    func blocks(_ player: Player<Store>, _ kind: NumberKind) throws -> [NumberBlock] {
      var facts = try town.facts
      try town.authority.store.answer([.numbers(player.device, kind)], into: &facts)
      return facts.all(NumberBlock.self).filter { $0.kind == kind }
    }
    // It may be let book walk-ins while it has no line to ask for some.
    #expect(try NumberKind.allCases.allSatisfy { try !blocks(kiosk, $0).isEmpty })
    var used: Set<Int> = []
    for round in 0..<130 {
      for desk in desks {
        let numbers = NumberBlocks(try blocks(desk, .member))
        #expect(numbers.left >= NumberBlock.size / 2)
        var details = MemberDetails()
        details.firstName = "Person \(round)"
        var register = RegisterMember(details)
        register.numbers = numbers.next(1)
        #expect(try #require(try desk.send(register).first).outcome.state == .applied)
        #expect(used.insert(try #require(register.numbers.first)).inserted)
      }
    }
    var request = desks[0].request()
    request.want.numbers = [.member: 1_500]
    try desks[0].exchange(request)
    #expect(try NumberBlocks(blocks(desks[0], .member)).left >= 1_500)
    // Only their owner is told of blocks.
    try desks[1].pull()
    let held = try desks[1].copy.records(NumberBlock.self, "")
    #expect(!held.isEmpty && held.allSatisfy { $0.device == desks[1].device })
  }

  func kiosksThatBookWalkInsGetNumbers() throws {
    let town = try Town(try make())
    let (desk, kiosk) = (try town.enrol(), try town.enrol(.kiosk))
    try desk.send(SetPolicy(.kioskWalkIn, 1))
    try kiosk.pull()
    #expect(try kiosk.copy.records(NumberBlock.self, "").count == NumberKind.allCases.count)
  }
}
