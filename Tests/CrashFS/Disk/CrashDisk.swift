import CCrashFS

/// A disk in memory on which SQLite's files lose, at a crash, what was not synced; a VFS of its own.
///
/// Everything that happens on it follows from its seed and from what is done with it. One thread at a
/// time uses it.
package final class CrashDisk {
  /// What `Connection.Options.vfs` takes.
  package let name: String
  private let disk: OpaquePointer

  /// Connections that are open when it goes die with it.
  package init(seed: UInt64) {
    guard let disk = crashfs_create(seed) else {
      preconditionFailure("the disk has no memory")
    }
    self.disk = disk
    name = String(cString: crashfs_name(disk))
  }

  deinit { crashfs_destroy(disk) }

  // MARK: Crashes

  /// Writes, truncations, syncs, creations and deletions so far.
  package var operations: Int { Int(crashfs_operations(disk)) }

  package var isDown: Bool { crashfs_is_down(disk) != 0 }

  /// The power goes in the middle of the `k`th operation from now, 1 for the next.
  package func cutPower(at k: Int) { crashfs_arm(disk, Int64(k)) }

  package func disarm() { crashfs_arm(disk, 0) }

  package func cutPower() { crashfs_cut_power(disk) }

  /// As `kill -9`: connections die, and what they wrote stays.
  package func kill() { crashfs_kill(disk) }

  /// Brings it up again, with what is left; connections of before stay dead.
  package func restart() { crashfs_restart(disk) }

  /// While true nothing grows.
  package func fill(_ full: Bool) { crashfs_fill(disk, full ? 1 : 0) }

  package var isFull: Bool { crashfs_is_full(disk) != 0 }

  // MARK: Files

  package func size(of file: String) -> Int? {
    let size = crashfs_size(disk, file)
    return size < 0 ? nil : Int(size)
  }

  /// Removes a file by hand.
  package func remove(_ file: String) { crashfs_remove(disk, file) }

  /// Removes a database with its WAL; nobody has it open.
  package func removeDatabase(_ file: String) {
    remove(file)
    remove(file + "-wal")
  }

  /// False where there is nothing to rename, or the power goes over it.
  @discardableResult
  package func rename(_ file: String, to name: String) -> Bool {
    crashfs_rename(disk, file, name) != 0
  }

  /// Inverts a byte; false where there is none.
  @discardableResult
  package func damage(_ file: String, at offset: Int) -> Bool {
    crashfs_damage(disk, file, Int64(offset)) != 0
  }

  /// All files as they are at a moment: a backup of the machine.
  package final class Image {
    fileprivate let image: OpaquePointer

    fileprivate init(_ image: OpaquePointer) { self.image = image }

    deinit { crashfs_free_image(image) }
  }

  package func image() -> Image { Image(crashfs_take_image(disk)) }

  /// Leaves nothing but what the image holds; the machine is down while this happens.
  package func restore(_ image: Image) {
    precondition(isDown, "a disk is restored while its machine is down")
    crashfs_put_image(disk, image.image)
  }
}
