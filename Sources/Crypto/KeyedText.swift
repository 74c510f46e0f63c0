/// What a kiosk knows of a code or a number: 32 hexadecimal digits that only whoever holds the key can
/// make of the same text again.
package func keyedText(_ text: String, key: [UInt8]) throws(CryptoError) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let hash = try keyedHash(Array(text.utf8), key: key, length: 16)
  return String(
    decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
