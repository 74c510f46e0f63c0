import Glibc

/// The two streams of a program, written to the last byte or with an error.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  struct Failure: Error { let code: Int32 }

  func write(_ bytes: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw Failure(code: errno)
      }
    }
  }

  func line(_ text: String) throws(Failure) { try write(Array((text + "\n").utf8)) }
}
