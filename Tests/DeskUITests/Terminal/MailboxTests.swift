import DeskUI
import Synchronization
import Testing

@Suite struct MailboxTests {
  @Test func everyThreadsMessagesArriveInOrderAndRing() async {
    let rings = Atomic(0)
    let mailbox = Mailbox<Int>(ring: { _ = rings.add(1, ordering: .relaxed) })
    await withTaskGroup(of: Void.self) { group in
      for sender in 0..<4 {
        group.addTask { for number in 0..<100 { mailbox.post(sender * 1000 + number) } }
      }
    }
    let messages = mailbox.drain()
    #expect(messages.count == 400 && rings.load(ordering: .relaxed) == 400)
    for sender in 0..<4 {
      let own = messages.filter { $0 / 1000 == sender }
      #expect(own == own.sorted() && own.count == 100)
    }
    #expect(mailbox.drain().isEmpty)
  }
}
