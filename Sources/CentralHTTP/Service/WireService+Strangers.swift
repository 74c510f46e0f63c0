import Central
import Domain
import Wire

/// Routes for who has no token.
extension WireService {
  /// `organization` need not be said where there is one only.
  func time(_ request: HTTPRequest) throws -> HTTPResponse {
    try slowDown(request)
    let word = request.parameters["organization"]
    let organization = word.flatMap { ID<Organization>(text: $0) }
    let houses = houses.all
    let named = organization.flatMap { id in houses.first { $0.door.organization == id } }
    guard let house = word == nil && houses.count == 1 ? houses.first : named else {
      throw Problem(.notFound)
    }
    guard let nonce = request.parameters["nonce"].flatMap(Hex.bytes), 8...64 ~= nonce.count else {
      throw Problem(.malformed)
    }
    let time = clock()
    return try document(
      Paperwork.Time(
        time: time, nonce: Base64(nonce),
        signature: Base64(house.door.sign(time: time, nonce: nonce))))
  }

  func enroll(_ request: HTTPRequest) throws -> HTTPResponse {
    try slowDown(request)
    let knock = try Paperwork.decode(Paperwork.Knock.self, body(of: request))
    guard knock.code.utf8.count <= 64, knock.name.utf8.count <= 200 else {
      throw Problem(.malformed)
    }
    let now = now
    // The start of a pin that a code may end with is the device's to look at.
    let code = EnrolmentCode(knock.code).code
    let known = try houses.first { house in
      try house.writer.perform { try $0.knows(code: code, at: now) }
    }
    // Where there is one only it counts the wrong tries; a code that is right in one of several is
    // a wrong try in none.
    let all = houses.all
    guard let house = known ?? (all.count == 1 ? all.first : nil) else {
      throw Problem(.unauthenticated)
    }
    let enrolment = try house.writer.perform { core in
      try core.enrol(
        code: code, publicKey: knock.publicKey.bytes, name: knock.name, at: now)
    }
    return try document(
      Paperwork.Welcome(
        device: enrolment.device, organization: enrolment.organization,
        location: enrolment.location, role: enrolment.role, name: enrolment.name,
        signingKey: Base64(enrolment.signingKey), boxKey: Base64(enrolment.boxKey),
        verifierKey: enrolment.verifierKey.map(Base64.init),
        codeKey: enrolment.codeKey.map(Base64.init), pins: options.pins,
        certificate: options.certificate))
  }

  func token(_ request: HTTPRequest) throws -> HTTPResponse {
    try slowDown(request)
    let asked = try Paperwork.decode(Paperwork.TokenRequest.self, body(of: request))
    // Who asks for another's token learns nothing of what there is.
    guard let house = houses.find(asked.organization) else { throw Problem(.unauthenticated) }
    guard let nonce = asked.nonce, let signature = asked.signature else {
      return try document(
        Paperwork.TokenAnswer(nonce: Base64(try house.door.nonce(at: now)), pins: options.pins))
    }
    guard let device = try house.writer.perform({ try $0.device(asked.device) }) else {
      throw Problem(.unauthenticated)
    }
    let token: DeviceDoor.Token
    do {
      token = try house.door.token(
        for: device, nonce: nonce.bytes, signature: signature.bytes, at: now)
    } catch let refusal as Refusal where refusal.code == .deviceRevoked {
      var problem = Problem(refusal)
      problem.proof = house.door.revocation(of: device.id)
      throw problem
    }
    // It was no stranger, neither now nor when it asked for the nonce: many desks behind one address
    // must not use up what lets one more of them in.
    perAddress.giveBack(2, to: request.peer)
    return try document(
      Paperwork.TokenAnswer(token: token.text, expires: token.expires, pins: options.pins))
  }

  /// Whether each organization's store answers.
  func health() throws -> HTTPResponse {
    let houses = houses.all
    let isWell = houses.allSatisfy { house in
      (try? house.writer.perform(within: 2_000) { try $0.sequence() }) != nil
    }
    var response = try document(
      Paperwork.Health(ok: isWell, organizations: houses.count, pins: options.pins))
    if !isWell { response.status = 503 }
    return response
  }

  /// For a Prometheus on this machine; ids of devices are nobody else's business.
  func metricsPage(_ request: HTTPRequest) throws -> HTTPResponse {
    guard request.isFromThisMachine else { throw Problem(.notPermitted) }
    let now = now
    var gauges = Metrics.Gauges()
    (gauges.poolWaiting, gauges.poolBusy) = pool.load
    for house in houses.all {
      let known = try? house.writer.perform(within: 2_000) { core in
        (sequence: try core.sequence(), contacts: try core.contacts())
      }
      guard let known else { continue }
      let contacts = known.contacts.sorted { $0.key < $1.key }.map { device, contact in
        let gauge = Metrics.Gauges.Contact(
          lag: max(0, known.sequence - contact.cursor), age: now.seconds - contact.at.seconds,
          watermarkAge: contact.watermark.map { now.seconds - $0.seconds })
        return (device: device.text, contact: gauge)
      }
      gauges.houses.append(
        Metrics.Gauges.House(
          organization: house.door.organization.text, orders: house.writer.orders,
          polls: house.writer.polls,
          sequence: known.sequence, contacts: contacts))
    }
    return HTTPResponse(
      type: "text/plain; version=0.0.4; charset=utf-8", Array(metrics.text(gauges).utf8))
  }
}

enum Hex {
  /// Nil for what is no even number of hexadecimal digits.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
