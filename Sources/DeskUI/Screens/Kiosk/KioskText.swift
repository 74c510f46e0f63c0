package import Languages

/// Everything a kiosk says besides the refusals' sentences; the raw value is the English text and
/// the message id of its translations.
package enum KioskText: String, CaseIterable, Sendable {
  // In large letters: short, and of letters that have a picture.
  case welcome = "WELCOME"
  case moment = "ONE MOMENT"
  case which = "WHICH ONE?"
  case join = "JOIN IN?"
  case howMany = "HOW MANY?"
  case yes = "YES"
  case isIn = "YOU ARE IN"
  case no = "NO"
  case wait = "WAIT"
  case desk = "DESK"
  case outOfOrder = "OUT OF ORDER"

  // Sentences.
  case scan = "Scan your pass or card, or type your code and Enter."
  case reading = "Your code is being looked up."
  case youAreIn = "{name}, you are in."
  case youAreInToo = "You are in."
  case someAreIn = "{present} of {spots} are in."
  case costs = "Credits: {credits}"
  case creditsLeft = "Credits left: {credits}"
  case receipt = "Receipt {receipt}: photograph it, or note it down."
  case howManyHere = "How many of you are here?"
  case pressHowMany = "Press 1 to {most}, or Enter for all {most}."
  case typeHowMany = "Type 1 to {most} and Enter, or just Enter for all."
  case pressWhichOrAll = "Press a number, or 0 for all."
  case whoElse = "Who else is here? Press a number, or 0 for all."
  case alsoHere = "Are you also here for this? Press its number, or 0 for all."
  case noChoice = "{number} is not a choice."
  case room = "You have no booking today. There is room here:"
  case alsoRoom = "There is also room here now:"
  case pressToJoin = "Press its number to come in, or Esc."
  case thisIsOutOfOrder = "This kiosk is out of order."
  case goToTheDesk = "Please go to the desk."

  package func text(in language: Language, _ values: [String: String] = [:]) -> String {
    values.sorted { $0.key < $1.key }.reduce(language.text(rawValue)) { text, value in
      text.replacing("{\(value.key)}", with: value.value)
    }
  }
}
