import Domain

/// An outside id for a row whose system gave none, of what identifies it: no names lie open in it,
/// since ids outlive people.
func digest(_ parts: [String]) -> String {
  "#" + StableHash(parts.map { $0.lowercased() }).bits.uuidText
}

extension String {
  /// nil for nothing: the shorter payload says it by silence.
  var orNil: String? { isEmpty ? nil : self }

  /// An id of another system as it is remembered; one of absurd length by its digest.
  var asOutsideID: String { utf8.count <= 200 ? self : digest([self]) }
}
