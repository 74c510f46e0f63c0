extension Int {
  /// "1 booking", "2 bookings"; another plural than with an s is given.
  package func counted(_ noun: String, _ plural: String? = nil) -> String {
    "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}
