import Domain
import Sync

/// Hits of a member search, one a line: name, number, what they are booked into now, credits,
/// contact, marks.
enum MemberTable {
  /// Whoever may not see everybody's data gets name and number.
  static func draw(
    _ hits: [MemberHit], selected: Int, expected: [ID<Member>: SessionView] = [:], in area: Rect,
    into canvas: inout Canvas, _ station: Station
  ) {
    let isExpected = hits.contains { expected[$0.id] != nil }
    let booked = isExpected ? [Table.Column("Booked", .flexible(least: 13, weight: 2))] : []
    let open: [Table.Column] =
      [
        Table.Column("Credits", .fixed(9), align: .right, rank: 2),
        Table.Column("Phone, e-mail", .flexible(least: 12, weight: 2), rank: 4),
        Table.Column("", .flexible(least: 10, weight: 3), rank: 3),
      ]
    let table = Table(
      [
        Table.Column("Name", .flexible(least: 14, weight: 3)),
        Table.Column("Number", .fixed(8), rank: 1),
      ] + booked + (station.seesEverybody ? open : []), header: area.height > 4)
    table.draw(
      on: &canvas, in: area, count: hits.count, scroll: Scroll(selected: selected), focused: true
    ) { place in
      let session = expected[hits[place].id].map { Wording.session($0, station) } ?? ""
      return row(hits[place], booked.map { _ in Table.Item(session, .good) })
    }
  }

  private static func row(_ hit: MemberHit, _ booked: [Table.Item]) -> [Table.Item] {
    let grave = hit.flags.contains(where: Wording.isGrave)
    return [
      Table.Item(hit.name, hit.status == .active ? .text : .bad),
      Table.Item(hit.number, .dim),
    ] + booked + [
      Table.Item(hit.credits?.text ?? "unlimited", .text),
      Table.Item(hit.phone.isEmpty ? hit.email : hit.phone, .dim),
      Table.Item(Wording.marks(hit.flags).joined(separator: " · "), grave ? .warn : .dim),
    ]
  }
}
