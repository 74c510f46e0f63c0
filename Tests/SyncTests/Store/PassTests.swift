import Domain
import Support
import Sync
import Testing

struct PassTests {
  @Test func aPassChecksInUntilTheSessionEnds() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(), in: 600)
    let booking = try studio.book(session, try studio.member("One")).booking
    let pass = try #require(try studio.store.pass(booking))
    #expect(
      pass.expires == studio.start + 600 + 3_600 + (60 - Int((studio.start + 600).seconds % 60))
        % 60)
    let receipt = try studio.submit(CheckIn(presented: pass.text))
    #expect(receipt.subject == booking.raw)
    #expect(try studio.store.booking(booking)?.booking.method == .pass)
  }

  @Test func onlyTheExpectedGetOne() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(capacity: 1), in: 600)
    let first = try studio.book(session, try studio.member("One")).booking
    let waiting = try studio.book(session, try studio.member("Two"), waitlist: true).booking
    #expect(try studio.store.pass(waiting) == nil)
    try studio.submit(Cancel(booking: first))
    #expect(try studio.store.pass(first) == nil)
    #expect(try studio.store.pass(.none) == nil)
  }

  @Test func anotherStudiosPassIsForged() throws {
    let studio = try TrialStudio()
    let other = try TrialStudio()
    let session = try other.session(try other.service(), in: 600)
    let booking = try other.book(session, try other.member("One")).booking
    let pass = try #require(try other.store.pass(booking))
    try studio.store.submit(
      CheckIn(presented: pass.text), by: studio.owner, operation: nil, expecting: .passForged)
  }
}
