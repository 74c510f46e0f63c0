/// An address of this machine for one studio alone. A service that comes back finds its port free there:
/// on 127.0.0.1 each connection of another test takes a port too.
enum LoopbackAddress {
  static func own() -> String {
    "127.\(Int.random(in: 1...254)).\(Int.random(in: 0...255)).\(Int.random(in: 1...254))"
  }
}
