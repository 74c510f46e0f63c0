import Domain
package import Sync

/// Shows what a cancellation would return before it is done, and asks why.
package struct CancelPanel: Screen {
  package let context = Context.cancel
  package let title = "Cancel"
  package let isPanel = true
  package let isTyping = true
  private let booking: BookingView
  private let session: SessionView
  private var reason = Field("")
  private var waive = false
  private var returned: Credits?
  private var refusal: Refusal?

  init(_ booking: BookingView, in session: SessionView) {
    self.booking = booking
    self.session = session
  }

  private var intent: Cancel {
    var intent = Cancel(booking: booking.booking.id)
    intent.reason = reason.text.trimmed
    intent.waive = waive
    return intent
  }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    refusal = nil
    do {
      returned = try store.preview(intent, by: station.hand).returned
    } catch let refusal as Refusal {
      self.refusal = refusal
    }
  }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .waive: station.isManager ? nil : "only managers waive"
    case .choose: refusal == nil ? nil : "it cannot be cancelled"
    default: nil
    }
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose):
      guard refusal == nil else { return [.close] }
      let name = booking.member.name
      let back = returned.map { $0 == .zero ? "nothing" : Wording.amount($0) } ?? "nothing"
      return [
        .close,
        .submit(
          Submission(
            intent, done: "\(name): cancelled, \(back) returned.", about: name)),
      ]
    case .command(.waive):
      waive.toggle()
      return [.reload]
    default: reason.take(event)
    }
    return []
  }

  package func render(into canvas: inout Canvas, _ station: Station) {
    canvas.panel("Cancel the booking", width: min(canvas.width, 64), height: 9) { canvas in
      canvas.put(0, 0, columns: canvas.width, booking.member.name, .heading)
      canvas.put(0, 1, columns: canvas.width, Wording.session(session, station))
      let (words, style) = consequence(station)
      _ = canvas.paragraph(2, words, style)
      if refusal != nil {
        canvas.put(0, 6, columns: canvas.width, "It cannot be cancelled. Esc closes.", .dim)
        return
      }
      canvas.put(0, 4, "Reason ", .heading)
      reason.draw(on: &canvas, 7, 4, columns: canvas.width - 7, focused: true)
      let waiving = station.isManager ? "   Ctrl+W returns all" : ""
      canvas.put(0, 6, columns: canvas.width, "Enter cancels, Esc does not." + waiving, .dim)
    }
  }

  private func consequence(_ station: Station) -> (String, Style) {
    if let refusal { return (Wording.sentence(refusal, station), .bad) }
    let used = booking.booking.creditsUsed
    guard used > .zero else { return ("No credits were taken.", .text) }
    guard let returned, returned > .zero else {
      return ("Nothing of \(Wording.amount(used)) returns: it is too late.", .warn)
    }
    let all =
      returned == used
      ? "\(Wording.amount(used)) to return"
      : "\(returned.text) of \(Wording.amount(used)) to return"
    return (waive ? "\(all), waived." : "\(all).", returned == used ? .good : .warn)
  }
}
