import QRCode
import Testing

@Suite struct QRMatrixTests {
  /// The longest text for each version, from ISO/IEC 18004 table 7, and one character more.
  @Test(arguments: [
    ("7", QRMatrix.Level.low, 41, 1), ("7", .low, 42, 2), ("7", .high, 17, 1),
    ("A", .low, 25, 1), ("A", .low, 26, 2), ("A", .medium, 20, 1), ("A", .quartile, 16, 1),
    ("A", .medium, 154, 6), ("A", .medium, 155, 7), ("A", .quartile, 157, 8), ("A", .high, 10, 1),
    ("a", .low, 17, 1), ("a", .low, 18, 2), ("a", .medium, 14, 1), ("a", .high, 8, 2),
    ("A", .low, 4_296, 40), ("a", .low, 2_953, 40),
  ])
  func takesTheLeastVersion(
    _ letter: String, _ level: QRMatrix.Level, _ count: Int, _ version: Int
  ) throws {
    let code = try QRMatrix(String(repeating: letter, count: count), level: level)
    #expect(code.version == version)
    #expect(code.size == 17 + 4 * version)
  }

  @Test(arguments: [
    ("HTTP://A.B/C", 0b0010), ("lower", 0b0100), ("31415926", 0b0001), ("é", 0b0100),
  ])
  func packsInTheCheapestMode(_ text: String, _ mode: Int) throws {
    for level in QRMatrix.Level.allCases {
      #expect(firstMode(try QRMatrix(text, level: level)) == mode)
    }
  }

  @Test func hasItsFixedPatterns() throws {
    let code = try QRMatrix("K7QF-2M9X")
    let finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
    for (left, top) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
      for (y, line) in finder.enumerated() {
        for (x, module) in line.enumerated() {
          #expect(code[left + x, top + y] == (module == "#"))
        }
      }
    }
    for position in 8..<(code.size - 8) {
      #expect(code[position, 6] == (position % 2 == 0))
      #expect(code[6, position] == (position % 2 == 0))
    }
    #expect(code[8, code.size - 8], "the dark module")
    for (x, y) in [(-1, 0), (0, -1), (code.size, 0), (0, code.size), (Int.min, Int.max)] {
      #expect(!code[x, y])
    }
  }

  @Test func whatCannotBeACodeIsRefused() {
    #expect(throws: QRError.empty) { try QRMatrix("") }
    #expect(throws: QRError.containsNUL) { try QRMatrix("AB\0CD") }
    #expect(throws: QRError.tooLong(bytes: 4_297)) {
      try QRMatrix(String(repeating: "A", count: 4_297), level: .low)
    }
  }

  @Test func theSameTextGivesTheSameCode() throws {
    #expect(try QRMatrix("AB12") == QRMatrix("AB12"))
    #expect(try QRMatrix("AB12") != QRMatrix("AB13"))
  }

  /// The mode indicator: the first four data modules, at the lower right corner, without the mask
  /// that the format bits beside the first finder name.
  private func firstMode(_ code: QRMatrix) -> Int {
    let format = (2...4).reduce(0) { $0 * 2 + (code[$1, 8] ? 1 : 0) } ^ 0b101
    let last = code.size - 1
    let places = [(last, last), (last - 1, last), (last, last - 1), (last - 1, last - 1)]
    return places.reduce(0) { bits, place in
      let (x, y) = place
      return bits * 2 + (code[x, y] != isMasked(format, x, y) ? 1 : 0)
    }
  }

  private func isMasked(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
    switch mask {
    case 0: (x + y) % 2 == 0
    case 1: y % 2 == 0
    case 2: x % 3 == 0
    case 3: (x + y) % 3 == 0
    case 4: (y / 2 + x / 3) % 2 == 0
    case 5: x * y % 2 + x * y % 3 == 0
    case 6: (x * y % 2 + x * y % 3) % 2 == 0
    default: ((x + y) % 2 + x * y % 3) % 2 == 0
    }
  }
}
