/// One occurrence of a class as a file has it; empty text means that the file does not say.
package struct SessionRow: Hashable, Sendable {
  /// The file's own id, or one made of what identifies the session, so that a second import meets
  /// the same session. Equal rows of a file have equal ids.
  package var externalId = ""
  /// What the occurrences of a course share: Course_ID, or the id of the series.
  package var seriesId = ""
  package var service = ""
  package var type = ""
  /// A name; `Location 85` where the file gives only a number.
  package var location = ""
  package var locationId = ""
  package var room = ""
  package var leader = ""
  package var start: Moment
  /// Later than `start`, on the next day where the session passes midnight; nil takes the
  /// service's length.
  package var end: Moment?
  package var capacity: Int?
  package var credits: Credits?
  package var ageFrom: Int?
  package var ageTo: Int?
  package var notes = ""
  package var extra: [ExtraCell] = []

  package init(start: Moment, end: Moment? = nil) {
    self.start = start
    self.end = end
  }

  package var crossesMidnight: Bool { end.map { $0.day > start.day } ?? false }
}
