import Crypto
import Testing

@Suite struct SecretTests {
  @Test func aPINMatchesOnlyItself() throws {
    let verifier = try PINVerifier.make("4711")
    #expect(verifier.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    #expect(try PINVerifier.matches("4711", verifier))
    #expect(try !PINVerifier.matches("4712", verifier))
    #expect(try !PINVerifier.matches("", verifier))
    #expect(try PINVerifier.make("4711") != verifier, "each has its own salt")
  }

  @Test(arguments: ["", "4711", "$argon2id$", "$2y$10$abcdefghijklmnopqrstuv", "\u{0}"])
  func whatIsNoVerifierIsSaidToBe(_ text: String) {
    #expect(throws: CryptoError.malformedVerifier) { try PINVerifier.matches("4711", text) }
  }

  @Test(arguments: [0, 1, 32, 4_096])
  func boxesOpenWithTheirKeyOnly(_ count: Int) throws {
    let key = SecretBox.key()
    let bytes = randomBytes(count)
    let box = try SecretBox.seal(bytes, key: key)
    #expect(box.count == count + 40)
    #expect(try SecretBox.open(box, key: key) == bytes)
    #expect(try SecretBox.seal(bytes, key: key) != box)
    #expect(throws: CryptoError.forged) { try SecretBox.open(box, key: SecretBox.key()) }
    var changed = box
    changed[box.count - 1] ^= 0x80
    #expect(throws: CryptoError.forged) { try SecretBox.open(changed, key: key) }
    #expect(throws: CryptoError.self) { try SecretBox.open(Array(box.prefix(39)), key: key) }
    #expect(throws: CryptoError.wrongLength(expected: 32, found: 0)) {
      try SecretBox.seal(bytes, key: [])
    }
  }

  @Test func randomBytesDiffer() {
    #expect(randomBytes(0).isEmpty)
    #expect(randomBytes(16).count == 16)
    #expect(Set((0..<100).map { _ in randomBytes(16) }).count == 100)
  }

  @Test func comparison() {
    #expect(constantTimeEqual([], []))
    #expect(constantTimeEqual([1, 2], [1, 2]))
    #expect(!constantTimeEqual([1, 2], [1, 3]))
    #expect(!constantTimeEqual([1, 2], [1, 2, 3]))
  }
}
