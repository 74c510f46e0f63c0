import Testing
import Wire

@Suite struct HostPortTests {
  @Test(
    arguments: [
      ("127.0.0.1:8470", "127.0.0.1", 8470), ("desk.example.org", "desk.example.org", nil),
      ("[::1]:80", "::1", 80), ("[fe80::1]", "fe80::1", nil), ("localhost:0", "localhost", 0),
    ] as [(String, String, UInt16?)])
  func itIsReadAndWritten(text: String, host: String, port: UInt16?) throws {
    let place = try #require(HostPort(text))
    #expect(place.host == host && place.port == port && place.text == text)
    #expect(HostPort(host: host, port: port) == place)
  }

  @Test(arguments: [
    "", ":80", "[]:80", "[::1", "::1", "[::1]]:80", "[::1].example.org", "a:", "a:65536", "a:+1",
    "a:-1",
    "a:8o",
    "a:1:2", "a b", "a/b", "u@a", "a_b", "[a]x:1", "é.example.org", "a\u{301}:80", "a:8\u{301}",
  ])
  func anythingElseIsRefused(text: String) { #expect(HostPort(text) == nil) }

  @Test(
    arguments: [
      ("127.0.0.1:1", true), ("127.9.8.7", true), ("localhost", true), ("[::1]:80", true),
      ("127.0.0.1.example.org", false), ("127.0.0.256", false), ("localhost.example.org", false),
      ("10.0.0.5:80", false), ("0.0.0.0:80", false), ("[fe80::1]:80", false),
    ])
  func whatReachesThisMachineAlone(text: String, isLoopback: Bool) throws {
    #expect(try #require(HostPort(text)).isLoopback == isLoopback)
  }
}
