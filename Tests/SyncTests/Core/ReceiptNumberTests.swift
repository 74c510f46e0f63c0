import Domain
import Support
import Sync
import Testing

@Suite struct ReceiptNumberTests {
  @Test func itIsReadAsItIsWritten() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<500 {
      let bits = Bits128(
        hi: UInt64.random(in: 0 ... .max, using: &generator),
        lo: UInt64.random(in: 0 ... .max, using: &generator))
      let receipt = ReceiptNumber(ID(bits))
      #expect(receipt.text.count == 8 && receipt.text.hasPrefix("R-"))
      for text in [receipt.text, receipt.text.lowercased(), receipt.text.replacing("-", with: "")] {
        #expect(ReceiptNumber(text: text) == receipt)
      }
    }
    #expect(ReceiptNumber(text: "r-oil000") == ReceiptNumber(text: "R-011000"))
  }

  @Test(arguments: [
    "", "R", "R-", "R-12345", "R-1234567", "K7QF-2M9X", "Ruan", "R-12U456", "103098",
  ])
  func nothingElseIs(_ text: String) { #expect(ReceiptNumber(text: text) == nil) }
}
