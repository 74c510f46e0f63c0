/// Sessions out of an OpenActive document: one object, a list, a JSON-LD graph or a page of a feed.
/// Each ScheduledSession is a row; a series hands down what its sessions leave out.
struct OpenActiveReader {
  private var series: [String: JSONValue] = [:]
  /// Ids of the series that some session of the document names as its own.
  private var named: Set<String> = []
  private var entries: [Entry<SessionRow>] = []

  static func read(_ text: DecodedText) throws(FileProblem) -> Reading<SessionRow> {
    guard let root = JSONValue(text.bytes), case let items = items(of: root),
      !items.isEmpty || root.isPage
    else {
      throw FileProblem(
        .badJSON, "This is not OpenActive JSON: a session, a series, a list or a feed page.")
    }
    var reader = OpenActiveReader()
    for item in items { reader.note(item.data) }
    for item in items { reader.take(item) }
    return Reading(
      format: "openactive", encoding: text.encoding, delimiter: nil, dateOrder: nil,
      entries: reader.entries, unknownColumns: [])
  }

  private typealias Item = (data: JSONValue, isDeleted: Bool)

  private static func items(of root: JSONValue) -> [Item] {
    if root.isObject, root["items"] == nil, root["@graph"] == nil { return [(root, false)] }
    return (root["items"] ?? root["@graph"] ?? root).elements.compactMap { element in
      guard element.isObject else { return nil }
      return (element["data"] ?? element, element["state"]?.text == "deleted")
    }
  }

  private mutating func note(_ data: JSONValue) {
    if data.isType("SessionSeries"), let id = data.id { series[id] = data }
    if let parent = data["superEvent"]?.text { named.insert(parent) }
  }

  private mutating func take(_ item: Item) {
    let data = item.data
    if item.isDeleted {
      refuse(.deletedItem, "the publisher has deleted it")
    } else if data.isType("ScheduledSession") || data.isType("Event") {
      let parent = data["superEvent"].flatMap { $0.isObject ? $0 : series[$0.text ?? ""] }
      add(OpenActiveSession(data, of: parent))
    } else if data.isType("SessionSeries") {
      take(series: data)
    } else {
      refuse(.notASession, "it is neither a SessionSeries nor a ScheduledSession")
    }
  }

  private mutating func take(series data: JSONValue) {
    let sessions = (data["subEvent"]?.elements ?? []).filter(\.isObject)
    for session in sessions { add(OpenActiveSession(session, of: data)) }
    guard sessions.isEmpty, !named.contains(data.id ?? "") else { return }
    let row = entries.count + 1
    do throws(RowReason) {
      let values = try OpenActiveSchedule(series: data, row: row).sessions()
      entries.append(Entry(row: row, line: 0, outcome: .values(values)))
    } catch {
      entries.append(Entry(row: row, line: 0, outcome: .refused(error)))
    }
  }

  private mutating func add(_ session: OpenActiveSession) {
    let row = entries.count + 1
    do throws(RowReason) {
      entries.append(Entry(row: row, line: 0, outcome: .values([try session.row(row)])))
    } catch {
      entries.append(Entry(row: row, line: 0, outcome: .refused(error)))
    }
  }

  private mutating func refuse(_ code: RowCode, _ what: String) {
    let row = entries.count + 1
    let reason = RowReason(row: row, code: code, what)
    entries.append(Entry(row: row, line: 0, outcome: .refused(reason)))
  }
}

extension JSONValue {
  /// Older publishers leave the `@` away.
  var id: String? { self["@id"]?.text ?? self["id"]?.text }

  func isType(_ name: String) -> Bool {
    (self["@type"] ?? self["type"])?.elements.contains { $0.text?.lastPart == name } ?? false
  }

  /// A page or a list may rightly hold nothing.
  fileprivate var isPage: Bool {
    if case .list(let elements) = self["items"] ?? self["@graph"] ?? self {
      elements.isEmpty
    } else {
      false
    }
  }
}

extension String {
  /// `Monday` of `https://schema.org/Monday` and of `schema:Monday`.
  var lastPart: String {
    guard let mark = lastIndex(where: { $0 == "/" || $0 == ":" }) else { return self }
    return String(self[index(after: mark)...])
  }
}
