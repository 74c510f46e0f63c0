import Crypto
import Testing

/// Reads the hexadecimal of the published test vectors.
func bytes(hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

@Suite struct HashTests {
  /// FIPS 180-4 examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func sha256(_ text: String, _ digest: String) {
    #expect(SHA256.hash(Array(text.utf8)) == bytes(hex: digest))
  }

  @Test(arguments: [0, 1, 63, 64, 65, 1_000])
  func partsGiveTheSameAsTheWhole(_ count: Int) {
    let whole = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    var hash = SHA256()
    for start in stride(from: 0, to: count, by: 7) {
      let part = Array(whole[start..<min(start + 7, count)])
      if start % 2 == 0 { hash.update(part) } else { part.withUnsafeBytes { hash.update($0) } }
    }
    #expect(hash.digest() == SHA256.hash(whole))
    #expect(hash.digest() == SHA256.hash(whole), "reading the digest ends nothing")
  }

  /// The first two keyed vectors of the BLAKE2 reference (blake2b-kat, key 00…3f).
  @Test func blake2b() throws {
    let key = (0..<64).map { UInt8($0) }
    #expect(
      try keyedHash([], key: key, length: 64)
        == bytes(
          hex: """
            10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786\
            b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568
            """))
    #expect(
      try keyedHash([0], key: key, length: 64)
        == bytes(
          hex: """
            961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4\
            187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd
            """))
    #expect(try keyedHash([1], key: key).count == 32)
    #expect(throws: CryptoError.wrongLength(expected: 32, found: 3)) {
      try keyedHash([1], key: [1, 2, 3])
    }
    #expect(throws: CryptoError.wrongLength(expected: 32, found: 65)) {
      try keyedHash([1], key: key, length: 65)
    }
  }
}
