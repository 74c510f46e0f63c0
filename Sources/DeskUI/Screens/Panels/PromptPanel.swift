import Domain

/// One line of text for the screen below: a date, a note, a reason.
struct PromptPanel: Screen {
  let context = Context.prompt
  let title = "Question"
  let isPanel = true
  let isTyping = true
  let topic: Command
  let question: String
  let hint: String
  var field: Field

  init(_ topic: Command, _ question: String, hint: String = "", text: String = "") {
    self.topic = topic
    self.question = question
    self.hint = hint
    field = Field(text)
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .command(.choose) = event {
      let text = field.text.trimmed
      return text.isEmpty ? [.close] : [.answer(.text(topic: topic, text))]
    }
    field.take(event)
    return []
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    canvas.panel(question, width: min(canvas.width, 64), height: hint.isEmpty ? 3 : 4) { canvas in
      field.draw(on: &canvas, 0, 0, columns: canvas.width, focused: true)
      canvas.put(0, 1, columns: canvas.width, hint, .dim)
    }
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    let front = drop { $0 == " " }
    return String(front.reversed().drop { $0 == " " }.reversed())
  }
}

extension Field {
  /// Lets what was typed, pasted or taken back change the text; anything else is left alone.
  mutating func take(_ event: ScreenEvent) {
    switch event {
    case .key(let key): _ = handle(.key(key))
    case .paste(let text): _ = handle(.paste(text))
    case .takeBack(let count): _ = handle(.takeBack(count))
    default: break
    }
  }
}
