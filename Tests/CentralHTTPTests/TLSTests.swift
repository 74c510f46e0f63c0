import Central
import CentralHTTP
import Crypto
import Domain
import FoundationEssentials
import Glibc
import Support
import Sync
import Synchronization
import Testing
import Wire

/// Certificates that a service signs itself, pins, and clocks that are wrong.
@Suite struct TLSTests {
  private struct Secured {
    let directory = TemporaryDirectory()
    let house: TestHouse
    let server: HTTPServer
    let identity: TLSIdentity
    let pin: String

    init(madeAt seconds: Int64 = 0) throws {
      var now = timespec()
      clock_gettime(CLOCK_REALTIME, &now)
      let identity = try #require(
        TLSIdentity(
          names: ["studio.invalid", "127.0.0.1"],
          at: Instant(Int64(now.tv_sec) + seconds)))
      let pin = try #require(identity.pin)
      self.identity = identity
      self.pin = pin
      house = try TestHouse {
        $0.pins = [pin, "sha256//" + String(repeating: "A", count: 43) + "="]
        $0.certificate = identity.certificate
      }
      var options = HTTPServer.Options()
      options.identity = identity
      server = try HTTPServer(house.service, options)
    }

    /// What a device keeps of it.
    func file(_ certificate: String?) throws -> String {
      let path = directory.file("service.pem")
      try #require(certificate).write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    var address: ServiceAddress {
      get throws { try ServiceAddress("https://127.0.0.1:\(server.port)") }
    }
  }

  private func enrolled(_ secured: Secured) throws -> HTTPLine.Credentials {
    let key = SigningKey()
    let code = EnrolmentCode(try secured.house.code(), pin: secured.pin)
    let welcome = try Enrolling.enrol(
      at: secured.address, code: code.text.lowercased(), key: key, name: "desk")
    #expect(welcome.pins.first == secured.pin)
    return HTTPLine.Credentials(
      organization: welcome.organization, device: welcome.device, key: key,
      signingKey: welcome.signingKey.bytes, pins: welcome.pins,
      certificateFile: try secured.file(welcome.certificate))
  }

  private func request(_ credentials: HTTPLine.Credentials) -> ExchangeRequest {
    ExchangeRequest(
      device: credentials.device, epoch: Epoch(1), previous: Chain.start, cursor: 0,
      acknowledged: 0)
  }

  @Test func aPinnedServiceIsTalkedTo() throws {
    let secured = try Secured()
    defer { secured.server.stop() }
    let credentials = try enrolled(secured)
    for isTrusted in [true, false] {
      let line = HTTPLine(
        to: try secured.address, as: credentials, clockIsTrusted: { isTrusted })
      #expect(try !line.exchange(request(credentials)).changes.isEmpty)
      #expect(try line.time().milliseconds == TestHouse.start)
    }
    var other = credentials
    other.pins = ["sha256//" + String(repeating: "B", count: 43) + "="]
    for isTrusted in [true, false] {
      let line = HTTPLine(to: try secured.address, as: other, clockIsTrusted: { isTrusted })
      #expect(LineFailure.code { _ = try line.exchange(request(other)) } == .stranger)
    }
    // The machine's own authorities do not know it.
    other.certificateFile = nil
    let line = HTTPLine(
      to: try secured.address, as: other, clockIsTrusted: { true })
    #expect(LineFailure.code { _ = try line.exchange(request(other)) } == .stranger)
  }

  /// A certificate that begins next month is what a desk with a dead battery meets: the pin alone
  /// stands for the dates until the time is known.
  @Test func aWrongClockMustNotStopADesk() throws {
    let secured = try Secured(madeAt: 40 * 86_400)
    defer { secured.server.stop() }
    let credentials = try enrolled(secured)
    let trusts = Mutex(false)
    let line = HTTPLine(
      to: try secured.address, as: credentials, clockIsTrusted: { trusts.withLock { $0 } })
    #expect(try line.time().milliseconds == TestHouse.start)
    _ = try line.exchange(request(credentials))
    trusts.withLock { $0 = true }
    #expect(LineFailure.code { _ = try line.exchange(request(credentials)) } == .stranger)
  }

  @Test func aCodeIsShownToNobodyElse() throws {
    let secured = try Secured()
    defer { secured.server.stop() }
    let other = try #require(
      TLSIdentity(names: ["127.0.0.1"], at: Instant(TestHouse.start / 1_000))?.pin)
    let code = EnrolmentCode(try secured.house.code(), pin: other).text
    #expect(
      LineFailure.code {
        _ = try Enrolling.enrol(
          at: try secured.address, code: code, key: SigningKey(), name: "desk")
      } == .stranger)
    // Without a pin the machine's authorities decide, and they do not know the service.
    let plain = try secured.house.code()
    #expect(
      LineFailure.code {
        _ = try Enrolling.enrol(
          at: try secured.address, code: plain, key: SigningKey(), name: "desk")
      } == .stranger)
  }

  @Test func newPinsAreTakenOver() throws {
    let secured = try Secured()
    defer { secured.server.stop() }
    var credentials = try enrolled(secured)
    credentials.pins = [secured.pin]
    let told = Mutex<[String]>([])
    let line = HTTPLine(
      to: try secured.address, as: credentials, clockIsTrusted: { true },
      pinsChanged: { pins in told.withLock { $0 = pins } })
    _ = try line.exchange(request(credentials))
    #expect(told.withLock { $0.count } == 2)
  }

  @Test func aLargeAnswerComesWhole() throws {
    let secured = try Secured()
    defer { secured.server.stop() }
    let credentials = try enrolled(secured)
    let line = HTTPLine(to: try secured.address, as: credentials, clockIsTrusted: { true })
    var chance = SeededGenerator(seed: 4)
    let location = secured.house.location
    for round in 0..<12 {
      let names = (0..<60).map { place in
        "\(round) \(place) " + chance.bytes(150...150).map { String($0, radix: 16) }.joined()
      }
      try secured.house.ask { authority in
        for name in names {
          try authority.administer(
            AddRoom(location: location, name: name), at: Instant(TestHouse.start / 1_000))
        }
      }
    }
    let rooms = try line.exchange(request(credentials)).changes.count { change in
      if case .row(.put(let row)) = change { row is Room } else { false }
    }
    #expect(rooms == 12 * 60)
  }

  @Test func aCodeCarriesThePin() throws {
    let pin = "sha256//" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    let code = EnrolmentCode("ABCD-EFGH-JKMN", pin: pin)
    #expect(code.text == "ABCD-EFGH-JKMN-0008-1081-G0G3" || code.text.utf8.count == 29)
    let typed = EnrolmentCode(code.text.lowercased().filter { $0 != "-" })
    #expect(typed == code && typed.hasPin && typed.code == "ABCD-EFGH-JKMN")
    #expect(typed.fits(pin: pin) && !typed.fits(pin: "x") && !typed.fits(pin: ""))
    #expect(!EnrolmentCode("ABCD-EFGH-JKMN").hasPin)
    #expect(!EnrolmentCode("ABCD-EFGH-JKMN", pin: "none").hasPin)
  }
}
