import Domain

/// Asks before what is hard to take back; the safe answer is Esc.
struct QuestionPanel: Screen {
  let context = Context.question
  let title = "Question"
  let isPanel = true
  let topic: Command
  let question: String
  let yes: String

  init(_ topic: Command, _ question: String, yes: String) {
    self.topic = topic
    self.question = question
    self.yes = yes
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose): [.answer(.yes(topic: topic))]
    case .command: [.close]
    default: []
    }
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let width = min(canvas.width, 60)
    let lines = TextFit.wrap(question, columns: width - 4).count
    canvas.panel("", width: width, height: lines + 4) { canvas in
      let y = canvas.paragraph(0, question)
      canvas.put(
        0, y + 1,
        pieces: [("Enter ", .keyHint), (yes, .text), ("   Esc ", .keyHint), ("no", .text)])
    }
  }
}
