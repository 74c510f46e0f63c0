import Domain
import Support
import Sync
import Testing

struct GrantedPlacesTests {
  private let studio: TrialStudio
  private let system = DeskStore.Hand(actor: .system, channel: .system)

  init() throws { studio = try TrialStudio() }

  /// Each life of its files that a desk has lost left places behind: whoever frees them frees them all.
  @Test func whatAllLostFilesHoldIsOneRow() throws {
    let session = try studio.session(try studio.service(), in: 3_600)
    let enrolled = try studio.store.submit(
      EnrolDevice(
        name: "Desk 2", role: .desk, location: studio.store.studio.location.id,
        publicKey: Bytes([1])),
      by: system)
    let desk = ID<Device>(try #require(enrolled.subject))
    for life in 1...2 {
      _ = try studio.store.submit(
        AllotPlaces(session: session, device: desk, life: life), by: system)
      var note = NoteLife(target: desk, twice: false)
      (note.life, note.sessions) = (life + 1, [session])
      _ = try studio.store.submit(note, by: system)
    }
    let rows = try studio.store.grantedPlaces(at: nil)
    let row = try #require(rows.first)
    #expect(rows.count == 1 && row.isLost && row.holder == desk && row.allotments.count == 2)
    #expect(row.sum(\.places) == 2 && row.sum(\.granted) == 2 && row.sum(\.used) == 0)

    var release = ReleasePlaces(session: session, target: desk)
    release.allotments = row.allotments.map(\.id)
    try studio.submit(release)
    #expect(try studio.store.grantedPlaces(at: nil).map { $0.sum(\.places) } == [0])
  }
}
