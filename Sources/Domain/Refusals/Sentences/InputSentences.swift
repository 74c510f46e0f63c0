/// MALFORMED, by what was wrong with the input.
extension RefusalCode {
  static let malformedSentences: [RefusalCode: [Sentence]] = [
    .malformed: [
      input(
        "code", "This is no code of ours: scan again, or search by name.",
        "We cannot read this code: please try again."),
      input("count", "At most {most} more can be checked in.", "At most {most} more can come in."),
      input(
        "spots", "The number of places is not possible.",
        "This number of places is not possible."),
      input("reason", "A reason is needed: say why."),
      input("credits", "Credits must be more than 0, and not expired already."),
      input("choice", "This decision has no such choice: look at what it offers."),
      input("name", "A name is needed."),
      input("owner", "The owner's name is needed."),
      input("location", "The location's name is needed."),
      input("nameTaken", "This name is taken: choose another."),
      input(
        "staffNameTaken",
        "Somebody on the staff has this name: add what tells the two apart, such as an initial."),
      input("zone", "No such time zone: write it as Africa/Johannesburg."),
      input("role", "At least one role is needed."),
      input("email", "This is no e-mail address.", "This is no e-mail address: please try again."),
      input("birthDate", "This birth date is still to come: look at the year."),
      input("time", "This time is outside the calendar: look at the year."),
      input("text", "There is nothing to keep: write something."),
      input("subject", "Say which member or session it is about."),
      input("end", "The end must be after the start."),
      input("capacity", "The capacity must be 0 to 100000."),
      input("recurrence", "This recurrence has no day in it."),
      input("until", "A series has at most {most} sessions: choose an earlier last day."),
      input("session", "The length or the capacity is not possible."),
      input("service", "A length, capacity, price or credit of the service is not possible."),
      input("outages", "At most {most} outages can be announced: withdraw some first."),
      input("pin", "A PIN has 4 to 8 digits."),
      input("marks", "Somebody is marked twice: mark each booking once, here or absent."),
      input("member", "These are one and the same member: choose another to merge with."),
      input("key", "Another device has this key: enroll this one in a directory of its own."),
      input("validTo", "The credits would end before they begin: look at both dates."),
      input("most", "The rule {what} takes 0 to {most}: choose a value in between."),
    ]
  ]

  private static func input(
    _ what: String, _ staff: String, _ member: String = "This is not possible: please see the desk."
  ) -> Sentence {
    Sentence(what, staff: staff, member: member)
  }
}
