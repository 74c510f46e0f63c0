import Central
import CentralHTTP
import Config
import Crypto
import Domain
import Sync
import Wire

extension Command {
  static let line: [Command] = [
    Command(
      "sync", [], [Option("once", .flag, "one round, for cron")], for: .anyone,
      "exchange with the authority until nothing is left", .desk(LineCommands.sync)),
    Command(
      "enroll", [Operand("URL"), Operand("CODE")],
      [
        Option("name", .value("N"), "what the device is called"),
        Option("exit-pin", .value("P"), "with which a kiosk is left (made, and told once)"),
      ], for: .anyone,
      "join a studio's central service", .plain(LineCommands.enroll)),
    Command(
      "device enroll", [],
      [
        Option("role", .choice(["desk", "kiosk"]), "what it is", required: true),
        Option("name", .value("N"), "what it is called"),
      ], for: .right(.manageStudio), "a code that lets a device join within ten minutes",
      .desk(LineCommands.code)),
    Command(
      "device revoke", [Operand("ID")], for: .right(.manageStudio), "shut a device out",
      .desk(LineCommands.revoke)),
  ]
}

enum LineCommands {
  static func sync(_ desk: Desk) throws -> Answer {
    let visit = try desk.store.visit()
    let status = try desk.store.lineStatus()
    let online = visit.failure == nil
    let document: JSON = [
      "online": JSON(online), "pushed": .whole(visit.pushed), "pulled": .whole(Int(visit.pulled)),
      "pending": .whole(status.queued), "decisions": .whole(status.decisions),
      "cursor": .whole(Int(status.cursor)),
      "clockOffsetMs": status.clockOffset.map { .whole(Int($0)) } ?? .null,
    ]
    let told =
      "\(visit.pushed) sent, \(Int(visit.pulled).counted("change")) fetched, "
      + "\(status.queued) to send, \(status.decisions.counted("decision"))"
    guard let failure = visit.failure else { return Answer(document, told) }
    return Answer(
      document, told, exit: .offline,
      note: status.queued == 0
        ? failure.sentence
        : "\(failure.sentence); \(status.queued.counted("queued operation")) safe here")
  }

  // MARK: Joining

  /// A kiosk knows no staff: one PIN of its own ends it. Nil where the caller has given it.
  private static func setExit(_ given: String?, _ store: DeskStore) throws -> String? {
    let made = given ?? String((0..<6).map { _ in "0123456789".randomElement() ?? "0" })
    try store.setExit(pin: made)
    return given == nil ? made : nil
  }

  static func exitPIN(_ call: Call) throws -> String? {
    let given = try call.arguments["exit-pin"].map { try call.secret($0) }
    if let given, !(4...8).contains(given.utf8.count) || !given.utf8.allSatisfy({ 48...57 ~= $0 }) {
      throw UsageError("--exit-pin takes 4 to 8 digits")
    }
    return given
  }

  static func enroll(_ call: Call) throws -> Answer {
    let given = try exitPIN(call)
    let config = try call.config()
    let address = try DeskLine.address(
      call.arguments.operand(0), plainAllowed: config.line.plainHTTP == .onThisNetwork)
    let directory = call.directory(config)
    try join(
      directory, at: address, with: call.arguments.operand(1), as: call.arguments["name"] ?? "")
    let store = try Desk.openStore(call, config)
    return try Desk.closing(store) {
      let studio = store.studio
      let isKiosk = studio.device.role == .kiosk
      let exit = isKiosk ? try setExit(given, store) : nil
      let place = call.arguments["data"].map { " --data \(shellWord($0))" } ?? ""
      return Answer(
        [
          "organization": .text(studio.organization.name), "location": .text(studio.location.name),
          "device": JSON(studio.device.id), "role": .text(studio.device.role.rawValue),
          "exitPin": JSON(exit),
        ],
        """
        this \(studio.device.role.rawValue) belongs to \(plainText(studio.organization.name)), \
        \(plainText(studio.location.name)), and has its own copy in \(plainText(directory))
        \(exit.map { "its exit PIN is \($0): it is told only now\n" } ?? "")\
        next: \(isKiosk ? "desk kiosk" : "desk")\(place)
        """)
    }
  }

  /// Makes a directory a device's of the studio that is at an address.
  static func join(
    _ directory: String, at address: ServiceAddress, with code: String, as name: String
  ) throws {
    do {
      try Joining.join(in: directory) { key in
        Joining.Admission(
          try Enrolling.enrol(at: address, code: code, key: key, name: name), url: address.url)
      }
    } catch let error as StoreError where error.code == .offline {
      guard Enrolling.isPlain(at: address), let plain = address.plainURL else { throw error }
      throw UsageError("the service there speaks plain http: use \(plain)")
    }
  }

  // MARK: Devices of the authority here

  static func code(_ desk: Desk) throws -> Answer {
    let role = DeviceRole(rawValue: desk.arguments["role"] ?? "") ?? .desk
    let now = desk.now
    let code = try desk.store.withAuthority { authority in
      try authority.embedded.enrolmentCode(
        for: role, at: desk.location.id, named: desk.arguments["name"] ?? "", at: now)
    }
    let expires = now + 600
    // This desk vouches for itself: the code says by which key it is known.
    let whole = EnrolmentCode(code, pin: try Serving.identity(desk.store).pin).text
    return Answer(
      ["code": .text(whole), "expires": JSON(expires, in: desk.zone)],
      """
      \(whole)
      good once, until \(desk.zone.local(expires).timeOfDay.text)
      on the new device: desk enroll URL \(whole)   (the URL is what desk serve prints)
      """)
  }

  static func revoke(_ desk: Desk) throws -> Answer {
    let text = desk.arguments.operand(0)
    let now = desk.now
    let device = try desk.store.withAuthority { authority in
      let known = try authority.embedded.store.studio(knowing: nil).all(Device.self)
        .filter { !$0.revoked && $0.id != desk.store.studio.device.id }
      let named = known.filter { $0.id.text == text || $0.name == text }
      guard named.count == 1, let found = named.first?.id else {
        let all = known.map { "\($0.id.text) \(plainText($0.name))" }
        throw UsageError(
          "\(quoted(text)) is no device's id, nor the name of one alone; there are: "
            + (all.isEmpty ? "none" : all.joined(separator: ", ")))
      }
      try authority.embedded.revoke(found, at: now)
      return found
    }
    return Answer(["device": JSON(device)], "shut out: it is told at its next contact")
  }
}

extension LocalAuthority {
  /// The one kind that this program makes.
  var embedded: Authority<SQLiteAuthorityStore> {
    guard let embedded = self as? EmbeddedAuthority else {
      preconditionFailure("the authority beside a desk is the embedded one")
    }
    return embedded.authority
  }
}

extension Joining.Admission {
  fileprivate init(_ welcome: Paperwork.Welcome, url: String) {
    self.init(
      device: welcome.device, location: welcome.location,
      membership: Membership(
        url: url, organization: welcome.organization,
        signingKey: Bytes(welcome.signingKey.bytes), boxKey: Bytes(welcome.boxKey.bytes),
        pins: welcome.pins, certificate: welcome.certificate),
      verifierKey: welcome.verifierKey?.bytes, codeKey: welcome.codeKey?.bytes)
  }
}
