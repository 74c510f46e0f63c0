import CGettext
import Glibc

/// The compiled catalogues of this process, bound at the first text that is asked for.
enum Translations {
  static func text(_ id: String, in domain: String) -> String {
    guard areBound else { return id }
    // Where there is no translation it is the id's own memory that comes back.
    return id.withCString { String(cString: cg_text(domain, $0)) }
  }

  private static let areBound: Bool = {
    guard cg_open() else { return false }
    let folder = folders.first { access("\($0)/C/LC_MESSAGES", R_OK) == 0 }
    guard let folder else { return false }
    for language in Language.allCases { cg_bind(language.domain, folder) }
    return true
  }()

  /// Beside the program, where the build puts them; and where a package would.
  private static var folders: [String] {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let path = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let own = String(decoding: path, as: UTF8.self)
      .split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return ["\(own)/locale", "\(own)/../share/studioloop/locale"]
  }
}
