/// NOT_PERMITTED, by what was tried; members are always sent to the desk.
extension RefusalCode {
  static let permissionSentences: [RefusalCode: [Sentence]] = [
    .notPermitted: [
      only(.bookForMember, "Your role may not book for members here."),
      only(.cancelAny, "Your role may not cancel this booking: ask reception or a manager."),
      only(.seeAll, "Your role may not see this."),
      only(.editMember, "Your role may not change this of a member: ask a manager."),
      only(.checkIn, "Your role may not check in here: instructors only in their own sessions."),
      only(.grantCredits, "Only manager and owner may grant credits."),
      only(.takePayment, "Your role may not take payment or book unpaid: ask reception."),
      only(.changeSession, "Your role may not change this of a session: ask a manager."),
      only(.manageSchedule, "Only manager and owner may change the schedule."),
      only(.manageStudio, "Your role may not set up the studio: ask a manager or the owner."),
      only(.judge, "Only manager and owner may judge, forgive or waive."),
      only(.importExport, "Only manager and owner may import and export."),
      Sentence("signIn", staff: "Sign in first.", member: "Please see the desk."),
      Sentence(
        "undo", staff: "Only staff may undo: sign in first.", member: "Please see the desk."),
      Sentence(
        "incident", staff: "Only staff may report an incident: sign in first.",
        member: "Please see the desk."),
    ]
  ]

  private static func only(_ action: Action, _ staff: String) -> Sentence {
    Sentence(
      action.rawValue, staff: staff, member: "Not possible here: please see the desk.")
  }
}
