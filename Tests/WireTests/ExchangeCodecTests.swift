import Domain
import Support
import Testing
import Wire

@Suite struct ExchangeCodecTests {
  private func same(_ a: ExchangeAnswer, _ b: ExchangeAnswer) throws {
    #expect(try ExchangeCodec.encode(a) == ExchangeCodec.encode(b))
    #expect(a.device == b.device && a.epoch == b.epoch && a.storedTo == b.storedTo)
    #expect(a.storedHash == b.storedHash && a.stop == b.stop && a.outcomes == b.outcomes)
    #expect(a.from == b.from && a.to == b.to && a.more == b.more && a.digest == b.digest)
    #expect(a.moreOutcomes == b.moreOutcomes && a.changes.count == b.changes.count)
    #expect(a.serverTime == b.serverTime && a.retryAfter == b.retryAfter)
  }

  @Test func aRequestComesBackByteForByte() throws {
    var sample = SampleExchange(seed: 1)
    for count in [0, 1, 50] {
      var request = try sample.evening(count)
      #expect(try ExchangeCodec.request(ExchangeCodec.encode(request)) == request)
      request.parent = Epoch(5)
      request.closed = true
      request.watermark = nil
      request.boot = Bits128(hi: 7, lo: 8)
      request.sinceBoot = 9_000
      request.strays = Array(request.operations.prefix(3))
      request.want.rows = 10
      request.want.digest = true
      request.want.wait = 25
      request.want.numbers = [.member: 300, .receipt: 1]
      request.want.passes = [ID(Bits128(hi: 1, lo: 1))]
      request.want.names = [ID(Bits128(hi: 1, lo: 2)), ID(Bits128(hi: 1, lo: 3))]
      #expect(try ExchangeCodec.request(ExchangeCodec.encode(request)) == request)
    }
  }

  @Test func anAnswerComesBack() throws {
    var sample = SampleExchange(seed: 2)
    for _ in 0..<50 {
      let answer = sample.anyAnswer()
      try same(try ExchangeCodec.answer(ExchangeCodec.encode(answer)), answer)
    }
  }

  @Test func lockedNamesTravelAndOpenOnesDoNot() throws {
    var answer = ExchangeAnswer(
      device: ID(Bits128(hi: 1, lo: 2)), epoch: Epoch(3), storedTo: 1,
      storedHash: [UInt8](repeating: 0, count: 32), from: 4, to: 6, serverTime: 7)
    let bare = try ExchangeCodec.encode(answer)
    var member = Member()
    (member.firstName, member.lastName) = ("Thandi", "Mokoena")
    answer.openNames = [
      OpenName(
        booking: ID(Bits128(hi: 0, lo: 1)), greeting: try #require(Greeting(member)),
        code: "K7QF2M9X", place: [], signatures: [])
    ]
    #expect(try ExchangeCodec.encode(answer) == bare)
    answer.names = [
      LockedName(booking: ID(Bits128(hi: 0, lo: 1)), boxes: [1, 2, 3]),
      LockedName(booking: ID(Bits128(hi: 0, lo: 2)), boxes: []),
    ]
    #expect(try ExchangeCodec.answer(ExchangeCodec.encode(answer)).names == answer.names)
    var request = ExchangeRequest(
      device: answer.device, epoch: answer.epoch, previous: answer.storedHash, cursor: 0,
      acknowledged: 0)
    for count in [16, 17] {
      request.want.names = (0..<count).map { ID(Bits128(hi: 0, lo: UInt64($0))) }
      let body = try ExchangeCodec.encode(request)
      #expect((try? ExchangeCodec.request(body)) == (count == 16 ? request : nil))
    }
  }

  @Test func aRequestIsReadable() throws {
    var request = ExchangeRequest(
      device: ID(Bits128(hi: 1, lo: 2)), epoch: Epoch(3),
      previous: [UInt8](repeating: 0, count: 32), cursor: 4, acknowledged: 5)
    request.operations = [StoredOperation(header: Array("{}".utf8), payload: Array("[]".utf8))]
    #expect(
      String(decoding: try ExchangeCodec.encode(request), as: UTF8.self) == """
        {"ackedOutcomes":5,"cursor":4,"device":"00000000-0000-0001-0000-000000000002",\
        "epoch":"0000000000000003","operations":1,\
        "prevHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","want":{"rows":2000}}
        {}
        []

        """)
  }

  @Test func anAnswerIsReadable() throws {
    var answer = ExchangeAnswer(
      device: ID(Bits128(hi: 1, lo: 2)), epoch: Epoch(3), storedTo: 1,
      storedHash: [UInt8](repeating: 0, count: 32), from: 4, to: 6, serverTime: 7)
    let id = ID<Operation>(Bits128(hi: 0, lo: 9))
    answer.outcomes = [
      Verdict(operation: id, sequence: 5, outcome: Outcome(.applied)),
      Verdict(
        operation: id, sequence: 6, outcome: Outcome(.rejected, code: .classFull),
        returned: Credits(1)),
    ]
    answer.changes = [.evict(ID(Bits128(hi: 0, lo: 1)))]
    #expect(
      String(decoding: try ExchangeCodec.encode(answer), as: UTF8.self) == """
        {"device":"00000000-0000-0001-0000-000000000002","epoch":"0000000000000003","from":4,\
        "outcomes":[["00000000-0000-0000-0000-000000000009",5,"applied"],\
        ["00000000-0000-0000-0000-000000000009",6,"rejected","CLASS_FULL",null,100]],\
        "rows":1,"serverTime":7,"storedHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",\
        "storedTo":1,"to":6}
        ["~session","AAAAAAAAAAAAAAAAAAAAAQ=="]

        """)
  }

  /// A body that was cut anywhere counts for nothing.
  @Test func whatIsCutOffIsMalformed() throws {
    var sample = SampleExchange(seed: 3)
    let request = try ExchangeCodec.encode(try sample.evening(2))
    for end in request.indices {
      #expect(throws: WireError(.malformedExchange)) {
        try ExchangeCodec.request(Array(request[..<end]))
      }
    }
    var answer = sample.anyAnswer()
    while answer.changes.isEmpty { answer = sample.anyAnswer() }
    let body = try ExchangeCodec.encode(answer)
    for end in body.indices {
      #expect(throws: WireError(.malformedExchange)) {
        try ExchangeCodec.answer(Array(body[..<end]))
      }
    }
  }

  @Test func whatIsTooLargeOrTooMuchIsMalformed() throws {
    var sample = SampleExchange(seed: 4)
    let body = try ExchangeCodec.encode(try sample.evening(1))
    let line = [UInt8](repeating: 0x20, count: 70_000) + [0x0A]
    for wrong in [
      body + [0x0A], body + Array("{}\n".utf8), body.prefix { $0 != 0x0A } + [0x0A] + line + line,
      [UInt8](repeating: 0x0A, count: ExchangeCodec.requestLimit + 1), [0x0A], [],
    ] {
      #expect(throws: WireError(.malformedExchange)) { try ExchangeCodec.request(wrong) }
      #expect(throws: WireError(.malformedExchange)) { try ExchangeCodec.answer(wrong) }
    }
    var request = try sample.evening(1)
    request.operations = [StoredOperation(header: [0x7B, 0x0A, 0x7D], payload: [0x7B, 0x7D])]
    #expect(throws: WireError(.malformedExchange)) { try ExchangeCodec.encode(request) }
  }

  @Test(arguments: [
    #""cursor":-1"#, #""ackedOutcomes":-1"#, #""operations":-1"#, #""operations":9"#,
    #""prevHash":"AA==""#, #""want":{"rows":-1}"#, #""want":{"wait":-1}"#, #""epoch":"x""#,
    #""want":{"numbers":{"member":1000000}}"#, #""cursor":1e300"#,
  ])
  func numbersOutOfRangeAreMalformed(wrong: String) throws {
    let fields = [
      #""ackedOutcomes":0"#, #""cursor":0"#, #""epoch":"0000000000000003""#, #""operations":0"#,
      #""device":"00000000-0000-0001-0000-000000000002""#, #""want":{}"#,
      #""prevHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=""#,
    ]
    func body(_ fields: [String]) -> [UInt8] {
      Array("{\(fields.joined(separator: ","))}\n".utf8)
    }
    _ = try ExchangeCodec.request(body(fields))
    let name = wrong.split(separator: ":")[0] + ":"
    let changed = fields.filter { !$0.hasPrefix(name) } + [wrong]
    #expect(throws: WireError(.malformedExchange)) { try ExchangeCodec.request(body(changed)) }
  }

  @Test func whatIsNewerIsPassedOver() throws {
    let body = """
      {"device":"00000000-0000-0001-0000-000000000002","epoch":"0000000000000003","from":4,\
      "weather":{"deep":[1]},"digest":{"sauna":"ff","booking":"0a"},"stop":"unheard-of",\
      "outcomes":[["00000000-0000-0000-0000-000000000009",5,"applied","NEW_CODE",null,null,[],7]],\
      "rows":2,"serverTime":7,"storedHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",\
      "storedTo":1,"to":6}
      ["sauna","AAAAAAAAAAAAAAAAAAAAAQ==",88]
      ["-booking","AAAAAAAAAAAAAAAAAAAAAQ=="]

      """
    let answer = try ExchangeCodec.answer(Array(body.utf8))
    #expect(answer.changes.count == 1 && answer.digest == [.booking: 10])
    #expect(answer.stop == .malformed && answer.outcomes.map(\.outcome) == [Outcome(.applied)])
  }

  /// Any bytes give a value or an error, and never an end of the program.
  @Test func nothingTrapsIt() throws {
    var sample = SampleExchange(seed: 5)
    for _ in 0..<40 {
      let request = try ExchangeCodec.encode(try sample.evening(2))
      let answer = try ExchangeCodec.encode(sample.anyAnswer())
      for _ in 0..<30 {
        _ = try? ExchangeCodec.request(sample.chance.mutated(request))
        _ = try? ExchangeCodec.answer(sample.chance.mutated(answer))
        _ = try? ExchangeCodec.request(sample.chance.bytes(0...80) + [0x0A])
        _ = try? Gzip.unpack(sample.chance.mutated(Gzip.pack(request)), limit: 100_000)
      }
    }
  }
}
