import Crypto
import Domain
import FoundationEssentials
import Glibc
import Wire

/// What a device could not deliver, brought on a stick to the service's own machine; also what one
/// locked when it was shut out.
enum OutboxImport {
  static func run(_ call: Call) throws -> Answer {
    let path = call.arguments.operands[0]
    // A pipe into which nobody writes would be waited for without an end.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let data = try? Data(contentsOf: URL(fileURLWithPath: path))
    else {
      throw UsageError("\(path) cannot be read: name the file that the device wrote")
    }
    let (read, taken) = try call.atWork { authority in
      let operations = try operations([UInt8](data), authority)
      return (operations.count, try authority.bring(operations, at: call.now))
    }
    let new = taken.count { $0.state == .new }
    let known = taken.count { $0.state == .known }
    return Answer(
      json: [
        "read": .whole(read), "new": .whole(new), "known": .whole(known),
        "refused": .whole(read - new - known),
      ],
      text: """
        \(read) read: \(new) new, \(known) known, \(read - new - known) refused
        the device that made them is told at its next contact
        """)
  }

  private static func operations(
    _ bytes: [UInt8], _ authority: any AuthorityDesk
  ) throws -> [StoredOperation] {
    let facts = try authority.facts()
    do {
      var file = bytes
      if try OutboxFile.isLocked(bytes) {
        file = try OutboxFile.opened(bytes) { try authority.open(sealed: $0) }
      }
      return try OutboxFile.operations(in: file) { device, signature, message in
        facts[device].map { SigningKey.verify(signature, of: message, by: $0.publicKey.bytes) }
      }
    } catch OutboxFile.Problem.stranger {
      throw Problem("this file is of a device of another organization; nothing of it was taken")
    } catch {
      throw Problem(
        "this file is not as its device wrote it: a byte was changed, or its end is missing; "
          + "nothing of it was taken: write it once more")
    }
  }
}
