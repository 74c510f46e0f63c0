/// A request as the routes see it; its body as it came, packed or not.
package struct HTTPRequest: Sendable {
  package var method: String
  package var path: String
  /// Names in lower case.
  package var headers: [String: String]
  package var parameters: [String: String]
  package var body: [UInt8]
  /// The other side's address: 4 or 16 bytes.
  package var peer: [UInt8]

  package init(
    _ method: String, _ path: String, headers: [String: String] = [:],
    parameters: [String: String] = [:], body: [UInt8] = [], peer: [UInt8] = [127, 0, 0, 1]
  ) {
    self.method = method
    self.path = path
    self.headers = headers
    self.parameters = parameters
    self.body = body
    self.peer = peer
  }

  /// What routes read; the door asks for nothing else.
  static let headerNames = [
    "authorization", "content-encoding", "accept-encoding",
  ]
  static let parameterNames = ["nonce", "organization", "device", "epoch", "after"]

  var isFromThisMachine: Bool {
    switch peer.count {
    case 4: peer[0] == 127
    case 16:
      peer == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        || (peer.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127]))
    default: false
    }
  }
}

/// An answer before it is packed for the line.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: [String: String]
  package var body: [UInt8]
  /// Only somebody with a device's token gets this: its connection is worth keeping.
  var isForDevice = false

  package init(_ status: Int = 200, type: String, _ body: [UInt8]) {
    self.status = status
    self.headers = ["Content-Type": type]
    self.body = body
  }
}
