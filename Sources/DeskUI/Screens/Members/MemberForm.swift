import Domain
import Sync

/// Registers somebody new, or changes what is known of somebody; it stays until it is stored.
struct MemberForm: Screen {
  private enum Name: Sendable {
    case first, last, phone, email, born, parq, waiver, terms, medical
    case emergencyName, emergencyPhone, language, barcode, marketing, permission, status
  }

  let context = Context.form
  let title = "Member"
  let isPanel = true
  let isTyping = true
  /// Nobody while a new one is registered.
  private let member: Member?
  private var form: Form<Name>
  /// People of the same name, before a second card is made for one of them.
  private var alike: [MemberHit] = []
  private var isSaving = false

  init(of member: Member) {
    self.member = member
    form = Form(Self.lines(of: member))
  }

  /// A name that was searched for in vain is the beginning.
  init(named name: String) {
    member = nil
    form = Form(Self.lines(of: Member()))
    guard name.contains(where: \.isLetter), !name.contains(where: { $0 == "@" || $0.isNumber })
    else { return }
    let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
    form.take(.paste(parts.first ?? ""))
    guard parts.count > 1 else { return }
    form.focus(on: .last)
    form.take(.paste(parts[1]))
    form.focus(on: .phone)
  }

  private static func lines(of member: Member) -> [Form<Name>.Line] {
    let date = "A date such as 2026-11-21, 21.11. or today."
    return [
      .init(.first, "First name", member.firstName),
      .init(.last, "Last name", member.lastName),
      .init(.phone, "Phone", member.phone),
      .init(.email, "E-mail", member.email),
      .init(.born, "Born", member.birthDate?.text ?? "", hint: date),
      .init(.parq, "PAR-Q on", member.parqOn?.text ?? "", hint: date),
      .init(.waiver, "Waiver on", member.waiverOn?.text ?? "", hint: date),
      .init(.terms, "Terms on", member.termsOn?.text ?? "", hint: date),
      .init(.medical, "Medical", member.medical, hint: "What a trainer has to know."),
      .init(.emergencyName, "Emergency", member.emergencyName, hint: "Whom to call."),
      .init(.emergencyPhone, "  phone", member.emergencyPhone),
      .init(.language, "Language", member.language, hint: "A code such as en, af, zu or xh."),
      .init(.barcode, "Barcode", member.barcode, hint: "Of a card from another system."),
      .init(.marketing, "Marketing", member.marketing ? "yes" : "no", of: ["no", "yes"]),
      .init(
        .permission, "Booking", member.permission.rawValue,
        of: BookingPermission.allCases.map(\.rawValue)),
      .init(.status, "Status", member.status.rawValue, of: MemberStatus.allCases.map(\.rawValue)),
    ]
  }

  mutating func load(from store: DeskStore, _ station: Station) throws {
    let name = "\(form[.first]) \(form[.last])".trimmed
    guard member == nil, name.count > 3 else {
      alike = []
      return
    }
    alike = try store.lookup(name, limit: 3).filter { $0.score > 0.8 }
  }

  // MARK: Events

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose): return save(station)
    case .settled(let submission, let settlement): return settled(submission, settlement)
    case .command, .key, .paste, .takeBack:
      form.take(event)
      let naming = form.focused?.name == .first || form.focused?.name == .last
      return naming && member == nil ? [.reload] : []
    default: return []
    }
  }

  private struct Unreadable: Error {
    let name: Name
    var sentence = "This is not a date that can be read."
  }

  private mutating func save(_ station: Station) -> [Effect] {
    guard !isSaving else { return [] }
    let details: MemberDetails
    do {
      details = try self.details(station.today)
    } catch {
      form.focus(on: error.name)
      return [.say(Toast(error.sentence, .warn))]
    }
    guard details != MemberDetails() else { return [.close] }
    isSaving = true
    let name = "\(form[.first]) \(form[.last])".trimmed
    if let member {
      let intent = EditMember(member, details)
      return [.submit(Submission(intent, done: "\(name): changed.", about: name))]
    }
    let intent = RegisterMember(details)
    return [.submit(Submission(intent, done: "\(name) is registered.", about: name))]
  }

  /// Only what was changed.
  private func details(_ today: Day) throws(Unreadable) -> MemberDetails {
    var details = MemberDetails()
    details.firstName = form.changed(.first)
    details.lastName = form.changed(.last)
    details.phone = form.changed(.phone)
    details.email = form.changed(.email)
    details.birthDate = try date(.born, today, &details, or: .birthDate).map { day in
      // A year of two digits is never one to come.
      day > today ? Day(year: day.year - 100, month: day.month, day: day.day) ?? day : day
    }
    details.parqOn = try signed(.parq, today, &details, or: .parqOn)
    details.waiverOn = try signed(.waiver, today, &details, or: .waiverOn)
    details.termsOn = try signed(.terms, today, &details, or: .termsOn)
    details.medical = form.changed(.medical)
    details.emergencyName = form.changed(.emergencyName)
    details.emergencyPhone = form.changed(.emergencyPhone)
    details.language = form.changed(.language)
    details.barcode = form.changed(.barcode)
    details.marketing = form.changed(.marketing).map { $0 == "yes" }
    details.permission = form.changed(.permission).flatMap(BookingPermission.init(rawValue:))
    details.status = form.changed(.status).flatMap(MemberStatus.init(rawValue:))
    return details
  }

  /// A form is handed in before its date is put on record.
  private func signed(
    _ name: Name, _ today: Day, _ details: inout MemberDetails,
    or field: MemberDetails.Clearable
  ) throws(Unreadable) -> Day? {
    let day = try date(name, today, &details, or: field)
    guard let day, day > today else { return day }
    throw Unreadable(
      name: name, sentence: "This day is still to come: give the day it was signed.")
  }

  /// The date that was typed; one that was wiped out clears the field.
  private func date(
    _ name: Name, _ today: Day, _ details: inout MemberDetails,
    or field: MemberDetails.Clearable
  ) throws(Unreadable) -> Day? {
    guard let text = form.changed(name) else { return nil }
    if text.isEmpty {
      details.cleared = (details.cleared ?? []) + [field]
      return nil
    }
    guard let day = DateText.day(text, today: today) else { throw Unreadable(name: name) }
    return day
  }

  /// A new member's profile follows the form: credits and a first booking come next.
  private mutating func settled(
    _ submission: Submission, _ settlement: Settlement
  ) -> [Effect] {
    let mine = (submission.intent as? EditMember).map { $0.member == member?.id }
    guard isSaving, mine ?? (member == nil && submission.intent is RegisterMember) else {
      return []
    }
    isSaving = false
    guard case .done(let receipt) = settlement else { return [] }
    guard member == nil, let subject = receipt.subject else { return [.close] }
    return [.close, .open(ProfileScreen(ID(subject)))]
  }

  // MARK: Picture

  func render(into canvas: inout Canvas, _ station: Station) {
    let title = member.map { "Change \($0.name)" } ?? "Register a member"
    let rows = alike.isEmpty ? 1 : 2
    canvas.panel(
      title, width: min(canvas.width, 66),
      height: min(canvas.height, form.lines.count + 3 + rows)
    ) { canvas in
      let (body, foot) = canvas.bounds.split(bottom: rows)
      canvas.inside(foot) { canvas in
        let names = alike.map { "\($0.name) (\($0.number))" }.joined(separator: ", ")
        if rows > 1 { canvas.put(0, 0, columns: canvas.width, "Known already? \(names)", .warn) }
        canvas.put(
          0, rows - 1, columns: canvas.width,
          isSaving ? "saving…" : "Enter stores, Tab goes on, Esc leaves all as it is.", .dim)
      }
      canvas.inside(body) { canvas in form.draw(into: &canvas) }
    }
  }
}
