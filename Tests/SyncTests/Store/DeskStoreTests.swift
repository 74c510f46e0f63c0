import Central
import Domain
import Glibc
import SQLite
import Support
import Sync
import Testing
import Wire

struct DeskStoreTests {
  @Test func aDayIsKept() throws {
    let studio = try TrialStudio()
    let service = try studio.service(credits: 1)
    let session = try studio.session(service, in: 1_200)
    let member = try studio.member("Thandi")
    try studio.submit(GrantCredits(member: member, credits: Credits(3), reason: "gift"))
    let (booking, code) = try studio.book(session, member)
    let receipt = try studio.submit(CheckIn(presented: code.text))
    #expect(receipt.subject == booking.raw)
    #expect(receipt.outcome == Outcome(.applied))
    #expect(throws: Refusal.self) { try studio.submit(CheckIn(presented: code.text)) }
    for check in try studio.store.checks() { #expect(check.ok, "\(check)") }
    try studio.store.close()

    let again = try studio.opened()
    #expect(throws: Refusal.self) { try studio.submit(CheckIn(presented: code.text), to: again) }
  }

  /// Where not even the marks of who reads find room.
  @Test func aFullDiskIsCalledFull() throws {
    guard let disk = SmallDisk() else { return }
    try disk.found().close()
    for name in ["operations", "replica", "authority"] { unlink("\(disk.data)/\(name).db-shm") }
    disk.fill()
    let error = #expect(throws: StoreError.self) {
      try DeskStore.open(disk.data, clock: disk.clock, authority: AuthorityPlace.beside)
    }
    #expect(error?.code == .disk && error?.message.contains("the disk is full") ?? false)
  }

  @Test func aDirectoryThatCannotBeWrittenIsNamed() throws {
    guard let disk = SmallDisk() else { return }
    try disk.found().close()
    #expect(disk.makeReadOnly())
    let error = #expect(throws: StoreError.self) {
      try DeskStore.open(disk.data, clock: disk.clock, authority: AuthorityPlace.beside)
    }
    #expect(error?.code == .disk)
    #expect(error?.message.contains("cannot be written") ?? false)
  }
}
