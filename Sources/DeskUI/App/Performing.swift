import Domain
import Sync

/// What effects mean.
extension Application {
  mutating func perform(_ effects: [Effect], by index: Int) {
    for effect in effects {
      reaction.repaint = true
      switch effect {
      case .reload: load(index)
      case .open(let screen): put(screen)
      case .switchTo(let screen): begin(with: screen)
      case .close: leave(index)
      case .answer(let answer): pass(answer, from: index)
      case .submit(let submission): submit(submission)
      case .present(let presentation): present(presentation)
      case .say(let toast): say(toast)
      case .signIn(let staff, let pin): signIn(staff, pin)
      case .toStick(let path): carry { try Wording.written($0.exportOutbox(to: path)) }
      case .fromStick(let path): carry { try Wording.brought($0.importOutbox(from: path)) }
      case .perform(let command): perform(command, by: stack.count - 1)
      case .press(let key): press(key)
      case .ring: reaction.rings = true
      case .quit: reaction.after = .quit
      }
    }
  }

  private mutating func pass(_ answer: Answer, from index: Int) {
    if case .yes(topic: .quit) = answer {
      reaction.after = .quit
      return
    }
    leave(index)
    if case .yes(topic: .undo) = answer {
      undoNow()
    } else {
      tell(.answered(answer), at: index - 1)
    }
  }

  // MARK: On the storage thread

  private func submit(_ submission: Submission) {
    let (store, hand, mailbox) = (store, station.hand, mailbox)
    worker.run {
      let settlement: Settlement
      do {
        settlement = .done(try store.submit(submission.intent, by: hand, settling: false))
      } catch let refusal as Refusal {
        settlement = .refused(refusal)
      } catch {
        settlement = .failed(Wording.failure(error))
      }
      mailbox.post(.settled(submission, settlement))
      Self.settleAfter(store, mailbox)
    }
  }

  private func carry(_ body: @escaping @Sendable (DeskStore) throws -> String) {
    let (store, mailbox) = (store, mailbox)
    worker.run {
      do {
        mailbox.post(.done(try body(store)))
      } catch {
        mailbox.post(.failed(Wording.failure(error)))
      }
    }
  }

  /// After the answer: nobody at the desk waits for the authority beside.
  private static func settleAfter(_ store: DeskStore, _ mailbox: Mailbox<Message>) {
    do { try store.settle() } catch { mailbox.post(.failed(Wording.failure(error))) }
  }

  /// What time has made due: holds, offers, judgement, expired credits.
  func runJobs() {
    let (store, mailbox) = (store, mailbox)
    worker.run {
      do { try store.runJobs() } catch { mailbox.post(.failed(Wording.failure(error))) }
    }
  }

  /// On a thread beside the storage thread: no act waits for it, nor does the end of the program.
  func lookForDamage() {
    let (store, mailbox) = (store, mailbox)
    Worker(inline: isInline).run {
      do {
        if let found = try store.findDamage() { mailbox.post(.damaged(found)) }
      } catch {
        mailbox.post(.failed(Wording.failure(error)))
      }
    }
  }

  private mutating func present(_ presentation: Presentation) {
    dropToast()
    let isAtKiosk = station.mode == .kiosk
    var presentation = presentation
    if isAtKiosk {
      guard !isLookingUp, kiosk?.takesCodes ?? false else { return }
      isLookingUp = true
      leave(1)
      tell(.presented, at: 0)
    } else if !presentation.text.isEmpty, presentation.booking == nil {
      presentation.session = (stack.last { !$0.isPanel } as? RosterScreen)?.id
    }
    let (store, hand, mailbox, now) = (store, station.hand, mailbox, station.now)
    let isInline = isInline
    worker.run { [presentation] in
      let report =
        isAtKiosk
        ? ScanReport.atKiosk(presentation, by: hand, in: store, at: now)
        : ScanReport.make(presentation, by: hand, in: store, at: now)
      mailbox.post(.scanned(report))
      if isAtKiosk { Self.greet(report, store, mailbox, inline: isInline) }
      Self.settleAfter(store, mailbox)
    }
  }

  /// On a thread beside the storage thread: the next one's code does not wait for a name.
  private static func greet(
    _ report: ScanReport, _ store: DeskStore, _ mailbox: Mailbox<Message>, inline: Bool
  ) {
    guard report.greeting == nil else { return }
    Worker(inline: inline).run {
      guard let greeted = report.greeted(in: store) else { return }
      mailbox.post(.greeted(greeted.act, greeted.greeting))
    }
  }

  func signIn(_ staff: ID<Staff>, _ pin: String) {
    let (store, mailbox) = (store, mailbox)
    worker.run {
      do {
        if staff == .none {
          try store.checkExit(pin: pin)
        } else {
          try store.signIn(staff, pin: pin)
        }
        mailbox.post(.signedIn(staff))
      } catch let refusal as Refusal {
        mailbox.post(.signInRefused(refusal))
      } catch {
        mailbox.post(.failed(Wording.failure(error)))
      }
    }
  }

  mutating func receive() {
    let messages = mailbox.drain()
    for message in messages {
      switch message {
      case .settled(let submission, let settlement): settle(submission, settlement)
      case .scanned(let report):
        isLookingUp = false
        if case .failed = report.verdict, kiosk != nil { breakDown() } else { show(report) }
      case .greeted(let act, let greeting): tell(.greeted(act, greeting), at: 0)
      case .signedIn(let staff): admit(staff)
      case .signInRefused(let refusal): turnAway(refusal)
      case .done(let text):
        say(Toast(text, .good))
        refresh()
      case .damaged where kiosk != nil: breakDown()
      case .failed(let text): say(Toast(text, .bad))
      case .damaged(let check): say(Toast(Wording.damage(check), .bad))
      case .power(let look): tell(look)
      case .readied(let readiness): tell(readiness)
      }
    }
    // One act may ask for the next: a walk-in is booked, then checked in.
    if isInline && !messages.isEmpty { receive() }
  }

  private mutating func settle(_ submission: Submission, _ settlement: Settlement) {
    var submission = submission
    if case .done(let receipt) = settlement { submission.remark += remark(submission, receipt) }
    for index in stack.indices.reversed() { tell(.settled(submission, settlement), at: index) }
    switch settlement {
    case .done:
      irrevocable = submission.isRevocable ? nil : Irrevocable(submission)
      if !submission.done.isEmpty {
        let tone: Toast.Tone = submission.remark.isEmpty ? .good : .warn
        say(Toast(submission.done + submission.remark, tone))
      }
      refresh()
      recount()
    case .refused(let refusal):
      dropToast()
      put(RefusalPanel(refusal, of: submission))
    case .failed(let text): say(Toast(text, .bad))
    }
  }

  /// What is to be told with a place that was given: that it may be somebody else's, and that it stands
  /// above the capacity.
  private func remark(_ submission: Submission, _ receipt: Receipt) -> String {
    guard submission.intent is any TakesPlaces else { return "" }
    var remark = ""
    if case .offline = station.line.connection, receipt.outcome == nil, !receipt.isFirm {
      remark += " " + Wording.provisional
    }
    if let subject = receipt.subject, let view = try? store.booking(ID(subject)), view.over > 0,
      let session = view.session
    {
      remark += " \(session.over) over capacity: \(session.taken) of \(session.session.capacity)."
    }
    return remark
  }

  private mutating func show(_ report: ScanReport) {
    if case .welcome = report.verdict {
      irrevocable = report.isStranger ? Irrevocable(.letIn) : nil
    }
    if kiosk != nil {
      tell(.scanned(report), at: 0)
      return refresh()
    }
    let left = stack.last?.openQuestion?.leftBehind(for: report)
    if stack.last is ResultPanel { leave(stack.count - 1) }
    if stack.last?.showsScans ?? false {
      tell(.scanned(report))
    } else {
      // Whoever was looked for as a walk-in has shown a card instead.
      let isLookedFor = stack.last is MemberPicker && stack.dropLast().last is RosterScreen
      if isLookedFor, report.unbooked != nil { leave(stack.count - 1) }
      put(ResultPanel(report, overRoster: stack.last is RosterScreen))
    }
    refresh()
    if let left {
      let name = station.staff == nil ? Wording.short(left.name) : left.name
      say(Toast("\(name) was not checked in: nobody answered.", .warn))
    }
  }

  // MARK: A kiosk

  private var kiosk: KioskScreen? { station.mode == .kiosk ? stack.first as? KioskScreen : nil }

  /// Nobody is let in by a desk that could not keep it; only staff set it going again.
  private mutating func breakDown() {
    store.setOutOfOrder(true)
    tell(.outOfOrder(true), at: 0)
  }

  // MARK: Who sits here

  private mutating func admit(_ id: ID<Staff>) {
    let keys = kept ?? []
    kept = nil
    let before = station
    station.staff = station.studio.staff.first { $0.id == id }
    stack.removeAll { $0.context == .signIn }
    let locked = stack.last is LockScreen
    stack.removeAll { $0 is LockScreen }
    if station.mode == .kiosk {
      leaveKiosk(by: id)
    } else if (locked && lockedFrom != id) || stack.isEmpty || changesClasses(from: before) {
      begin(with: ScheduleScreen(station))
    }
    lockedFrom = nil
    refresh()
    if locked { tell(.returned) }
    for key in keys { press(key) }
  }

  /// A trainer begins with the own classes, and whoever comes after does not begin with a trainer's.
  private func changesClasses(from before: Station) -> Bool {
    guard before.staff?.id != station.staff?.id, lockedFrom == nil else { return false }
    return station.isTrainer || before.isTrainer
  }

  /// Only a manager or owner ends a kiosk, or who knows its own PIN.
  private mutating func leaveKiosk(by id: ID<Staff>) {
    if station.isManager || id == .none {
      if let shutOut {
        station.staff = nil
        return put(KioskExit(station, telling: shutOut.message))
      }
      guard store.isOutOfOrder else {
        reaction.after = .quit
        return
      }
      // It goes on working; leaving it asks once more.
      store.setOutOfOrder(false)
      station.staff = nil
      tell(.outOfOrder(false), at: 0)
    } else {
      station.staff = nil
      say(Toast("Only a manager or owner leaves the kiosk.", .bad))
    }
  }

  private mutating func turnAway(_ refusal: Refusal) {
    kept = nil
    if stack.last?.context == .signIn {
      tell(.signInRefused(refusal))
    } else if station.mode != .kiosk {
      put(SignInPanel(station))
      say(Toast(Wording.sentence(refusal, station), .bad))
    }
  }

  mutating func lock() {
    guard station.staff != nil else { return }
    lockedFrom = station.staff?.id
    station.staff = nil
    // It may name a member.
    toast = nil
    while stack.last?.isPanel ?? false { stack.removeLast() }
    put(LockScreen())
    if let words = marked.last?.roster.unstored(station) { say(Toast(words, .warn)) }
  }
}
