import Crypto
import Testing

@Suite struct SignatureTests {
  /// RFC 8032, 7.1, tests 1 to 3: seed, public key, message, signature.
  @Test(arguments: [
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      """
      e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155\
      5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
      """,
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      """
      92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
      085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
      """,
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      """
      6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
      18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
      """,
    ],
  ])
  func published(_ vector: [String]) throws {
    let key = try SigningKey(seed: bytes(hex: vector[0]))
    let message = bytes(hex: vector[2])
    #expect(key.publicKey == bytes(hex: vector[1]))
    #expect(key.sign(message) == bytes(hex: vector[3]))
    #expect(SigningKey.verify(bytes(hex: vector[3]), of: message, by: key.publicKey))
  }

  @Test func anyChangedBitIsSeen() {
    let key = SigningKey()
    let message = Array("let in".utf8)
    let signature = key.sign(message)
    #expect(SigningKey.verify(signature, of: message, by: key.publicKey))
    for index in signature.indices {
      var forged = signature
      forged[index] ^= 1
      #expect(!SigningKey.verify(forged, of: message, by: key.publicKey))
    }
    #expect(!SigningKey.verify(signature, of: Array("let on".utf8), by: key.publicKey))
    #expect(!SigningKey.verify(signature, of: message, by: SigningKey().publicKey))
  }

  @Test func wrongLengthsAreRefused() {
    let key = SigningKey()
    #expect(!SigningKey.verify([], of: [], by: key.publicKey))
    #expect(!SigningKey.verify(key.sign([]), of: [], by: []))
    #expect(throws: CryptoError.wrongLength(expected: 32, found: 31)) {
      try SigningKey(seed: Array(key.seed.dropLast()))
    }
  }
}
