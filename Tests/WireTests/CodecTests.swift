import Domain
import Support
import Testing
import Wire

struct CodecTests {
  private let header = FixtureTests.header(CheckIn(presented: "K7QF-2M9X"))

  @Test func theSameValueGivesTheSameBytes() throws {
    for kind in OperationKind.allCases {
      let intent = SampleIntents.intent(kind)
      #expect(try PayloadCodec.encode(intent) == PayloadCodec.encode(intent))
    }
    #expect(try PayloadCodec.header(PayloadCodec.encode(header)) == header)
  }

  @Test func unknownFieldsArePassedOver() throws {
    let bytes = Array(#"{"presented":"K7QF","newer":{"deep":[1,2]},"count":2}"#.utf8)
    let intent = try #require(try PayloadCodec.intent(bytes, of: header) as? CheckIn)
    #expect(intent.presented == "K7QF")
    #expect(intent.count == 2)
  }

  @Test(arguments: [
    ("newer.kind", 1, "{}", WireError.Code.unknownKind),
    ("checkin.in", 2, "{}", .newerVersion),
    ("checkin.in", 1, "[]", .malformedPayload),
    ("checkin.in", 1, #"{"booking":"nobody"}"#, .malformedPayload),
    ("session.tend", 1, "{}", .malformedPayload),
    ("checkin.in", 1, #"{"presented":""#, .malformedPayload),
  ])
  func whatCannotBeReadSaysWhy(
    kind: String, version: Int, payload: String, code: WireError.Code
  ) throws {
    var header = header
    header.kind = kind
    header.version = version
    let error = #expect(throws: WireError.self) {
      try PayloadCodec.intent(Array(payload.utf8), of: header)
    }
    #expect(error?.code == code)
    #expect(error?.description.contains("nobody") == false)
  }

  @Test func sixteenKilobytesAreTheMost() throws {
    let intent = AddNote(text: String(repeating: "x", count: PayloadCodec.limit))
    let error = #expect(throws: WireError.self) { try PayloadCodec.encode(intent) }
    #expect(error?.code == .tooLarge)
  }

  @Test func decodersSurviveNonsense() throws {
    var generator = SeededGenerator(seed: 1)
    let good = try PayloadCodec.encode(header)
    for kind in OperationKind.allCases {
      var header = header
      header.kind = kind.rawValue
      let payload = try PayloadCodec.encode(SampleIntents.intent(kind))
      for _ in 0..<40 {
        _ = try? PayloadCodec.header(generator.mutated(good))
        _ = try? PayloadCodec.intent(generator.mutated(payload), of: header)
        _ = try? PayloadCodec.intent(generator.bytes(0...60), of: header)
        _ = try? ReceiptCodec.results(generator.bytes(0...60))
      }
    }
  }

  @Test func resultsComeBack() throws {
    let results = [
      RowResult(.kept, key: Bits128(hi: 1, lo: 2)),
      RowResult(.refused, refusal: .classFull, message: "Zoë \"x\"\n"), RowResult(.merged),
    ]
    #expect(try ReceiptCodec.results(ReceiptCodec.encode(results)) == results)
    #expect(throws: WireError.self) { try ReceiptCodec.results([]) }
  }

  @Test func aRowsBytesAreFixed() {
    let values: [Value] = [.null, .int(-2), .text("é"), .blob([7]), .text("")]
    #expect(
      RowBytes.encode(values) == [
        0, 1, 255, 255, 255, 255, 255, 255, 255, 254, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0xC3, 0xA9, 3, 0,
        0, 0, 0, 0, 0, 0, 1, 7, 2, 0, 0, 0, 0, 0, 0, 0, 0,
      ])
    #expect(
      RowBytes.encode([.text("a"), .text("b")]) != RowBytes.encode([.text("ab"), .text("")]))
  }
}
