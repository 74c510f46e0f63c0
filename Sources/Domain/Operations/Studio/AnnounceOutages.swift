/// The utility has said when the power will be off at a location, or that it will not after all.
package struct AnnounceOutages: Intent {
  package static let kind = OperationKind.announceOutages
  package var location: ID<Location>
  package var added: [OutageWindow]
  package var withdrawn: [OutageWindow]

  /// As many as one operation carries in its 16 kB.
  package static let mostAtOnce = 200
  private static let most = 500

  package init(
    location: ID<Location>, added: [OutageWindow] = [], withdrawn: [OutageWindow] = []
  ) {
    self.location = location
    self.added = added
    self.withdrawn = withdrawn
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demandManager(.manageStudio, at: location)
    _ = try at.require(location)
    let kept = at.facts[OutageTimetable.id(of: location)]
    var timetable = kept ?? OutageTimetable(of: location)
    if added.isEmpty, !withdrawn.contains(where: timetable.windows.contains) {
      throw Refusal(.notFound, ["what": .word("outage")])
    }
    // What is over tells nobody anything; a day more, for the sake of clocks that are behind.
    let past = at.at - 86_400
    var windows = timetable.windows.filter { $0.isAhead(of: past) && !withdrawn.contains($0) }
    for window in added where !windows.contains(window) { windows.append(window) }
    guard windows.count <= Self.most else {
      throw Refusal(.malformed, ["what": .word("outages"), "most": .count(Self.most)])
    }
    timetable.windows = windows.sorted { $0.written < $1.written }
    if timetable != kept { at.put(timetable) }
    at.subject = location.raw
  }
}
