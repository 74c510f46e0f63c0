/// What a command has to tell: as a document and as text, of which only the asked one is made.
struct Answer {
  /// nil where there is no document, such as after the application.
  let json: (() -> JSON)?
  let text: () -> String
  let exit: Exit
  /// For standard error; of a refusal only where no document is asked for.
  let note: String?

  init(
    _ json: @autoclosure @escaping () -> JSON, _ text: @autoclosure @escaping () -> String,
    exit: Exit = .done, note: String? = nil
  ) {
    self.json = json
    self.text = text
    self.exit = exit
    self.note = note
  }

  /// Text alone, for what the contract gives no document.
  init(text: String, exit: Exit = .done) {
    json = nil
    self.text = { text }
    self.exit = exit
    note = nil
  }
}

/// The contract's exit codes.
enum Exit: Int32 {
  case done = 0
  case refused = 1
  case usage = 2
  case damaged = 3
  case offline = 4
}
