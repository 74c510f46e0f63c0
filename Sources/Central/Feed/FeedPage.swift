package import Wire

/// Rows in the order of their last change.
package struct FeedPage: Sendable {
  package var from: Int64
  /// The highest sequence examined: the cursor after this page.
  package var to: Int64
  package var more: Bool
  package var changes: [FeedChange]

  package init(from: Int64, to: Int64, more: Bool, changes: [FeedChange]) {
    self.from = from
    self.to = to
    self.more = more
    self.changes = changes
  }
}
