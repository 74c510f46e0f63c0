import Glibc

/// A fresh directory that goes, with what is in it, when its owner does.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() {
    var template = Array("/tmp/studioloop-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "a test needs a writable /tmp")
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { Self.removeTree(path) }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  private static func removeTree(_ path: String) {
    if unlink(path) == 0 { return }
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { removeTree("\(path)/\(name)") }
    }
    closedir(directory)
    rmdir(path)
  }
}
