import Central
import Crypto
import Domain
import Testing
import Wire

/// The rows that a device should have, found without the feed: all rows, one by one.
struct NaiveScope<Store: AuthorityStore> {
  /// As lines, in order.
  private(set) var rows: [Table: [String]] = [:]

  init(_ work: TownWork<Store>, _ device: Player<Store>) throws {
    var all: [any Record] = []
    for change in try work.town.authority.store.page(after: 0, limit: .max / 2, nil).changes {
      if case .row(.put(let row)) = change { all.append(row) }
    }
    let own = device.enrolment
    let zone = try work.town.facts.zone(of: own.location)
    let today = zone.day(of: work.town.now)
    let (back, ahead) = own.role == .desk ? (14, 30) : (1, 2)
    var sessions: Set<ID<Session>> = []
    var bookings: [ID<Booking>: ID<Session>] = [:]
    for row in all {
      if let row = row as? Session, row.location == own.location {
        let day = zone.day(of: row.start)
        if day >= today.adding(days: -back), day <= today.adding(days: ahead) {
          sessions.insert(row.id)
        }
      }
      if let row = row as? Booking { bookings[row.id] = row.session }
    }
    func sees(_ session: ID<Session>?) -> Bool { session.map(sessions.contains) ?? true }
    for row in all {
      let isHeld =
        switch row {
        case let row as Session: sees(row.id)
        case let row as Booking: sees(row.session)
        case let row as Allotment: sees(row.session)
        case is OutsideID: false
        case let row as NumberBlock: row.device == own.device
        case is Staff, is Series, is LedgerEntry, is Note, is Incident, is Act, is RefusedEntry,
          is Conflict:
          own.role == .desk && isForDesk(row)
        default: true
        }
      if isHeld {
        rows[type(of: row).table, default: []].append(try Self.line(try portion(row)))
      }
    }
    for table in rows.keys { rows[table]?.sort() }

    func isForDesk(_ row: any Record) -> Bool {
      switch row {
      case let row as LedgerEntry: sees(row.booking.flatMap { bookings[$0] })
      case let row as Note: sees(row.session)
      case let row as Act: sees(row.session)
      case let row as Incident:
        row.session == nil ? row.location == own.location : sees(row.session)
      case let row as RefusedEntry: row.device == own.device
      case let row as Conflict: row.location == own.location
      default: true
      }
    }

    func portion(_ row: any Record) throws -> any Record {
      guard let key = own.codeKey else {
        guard var staff = row as? Staff else { return row }
        if staff.roles(at: own.location).isEmpty { staff.verifier = Bytes() }
        return staff
      }
      switch row {
      case var row as Member:
        row.number = try keyedText(row.number, key: key)
        if !row.barcode.isEmpty { row.barcode = try keyedText(row.barcode, key: key) }
        (row.firstName, row.lastName, row.email, row.phone) = ("", "", "", "")
        (row.medical, row.emergencyName, row.emergencyPhone) = ("", "", "")
        (row.joined, row.marketing, row.noShowHabit) = (nil, false, false)
        return row
      case var row as Booking:
        row.code = try keyedText(row.code, key: key)
        (row.reference, row.participants, row.overrideReason) = ("", [], nil)
        return row
      case var row as Session:
        row.notes = ""
        return row
      case var row as CreditLot:
        row.package = ""
        return row
      default: return row
      }
    }
  }

  static func line(_ row: any Record) throws -> String {
    String(decoding: try RowLine.encode(.put(row)), as: UTF8.self)
  }
}
