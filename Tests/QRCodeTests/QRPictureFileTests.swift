import QRCode
import Testing

@Suite struct QRPictureFileTests {
  /// A PNG begins with eight fixed bytes, and IHDR tells its width and height (ISO/IEC 15948).
  @Test(arguments: [1, 3, 8])
  func isAPictureWithItsQuietZone(_ pixels: Int) throws {
    let code = try QRMatrix("K7QF-2M9X", level: .low)
    let bytes = try code.png(modulePixels: pixels)
    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    func number(at place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    #expect(number(at: 16) == (code.size + 8) * pixels)
    #expect(number(at: 20) == (code.size + 8) * pixels)
    #expect(bytes.suffix(8).prefix(4) == Array("IEND".utf8)[...])
  }
}
