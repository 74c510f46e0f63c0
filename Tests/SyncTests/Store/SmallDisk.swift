import Central
import Domain
import Glibc
import Support
import Sync
import Wire

/// A file system of its own with a training studio on it, to be filled up or made read-only.
final class SmallDisk {
  private let directory = TemporaryDirectory()
  let clock = DeskClock(startingAt: Instant(1_795_000_000))
  var data: String { directory.file("data") }

  /// Nil without the right to mount: the test that wanted it is passed over with one line.
  init?() {
    guard geteuid() == 0, mount("tmpfs", directory.path, "tmpfs", 0, "size=8m") == 0 else {
      print("skipped: no right to mount a small disk")
      return nil
    }
  }

  deinit { umount2(directory.path, Int32(MNT_DETACH)) }

  func found() throws -> DeskStore {
    let founding = Founding(
      name: "Studio", location: "Main", zone: "Africa/Johannesburg", owner: "Owner", pin: "4711",
      training: true)
    return try DeskStore.found(founding, in: data, clock: clock, authority: AuthorityPlace.beside)
  }

  /// Leaves not one block.
  func fill() {
    let file = open(directory.file("filler"), O_CREAT | O_WRONLY, 0o600)
    let block = [UInt8](repeating: 1, count: 4_096)
    while write(file, block, block.count) > 0 {}
    close(file)
  }

  func makeReadOnly() -> Bool {
    mount("tmpfs", directory.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0
  }
}
