import Domain

/// The few types that the tables are made of, by the numbers which they have in every server.
enum ColumnType: UInt32 {
  case bool = 16
  case bytes = 17
  case int = 20
  case text = 25
  case uuid = 2950
  case bytesArray = 1001
  case textArray = 1009
  case intArray = 1016
  case uuidArray = 2951

  init(_ storage: Storage) {
    switch storage {
    case .int: self = .int
    case .text: self = .text
    case .blob: self = .bytes
    }
  }

  var array: ColumnType {
    switch self {
    case .int: .intArray
    case .text: .textArray
    case .bytes: .bytesArray
    case .uuid: .uuidArray
    default: preconditionFailure("no list of this type is ever sent")
    }
  }

  /// Of what a list is made.
  var element: ColumnType {
    switch self {
    case .intArray: .int
    case .textArray: .text
    case .bytesArray: .bytes
    case .uuidArray: .uuid
    default: preconditionFailure("this type is no list")
    }
  }

  /// As it stands in a table's definition: texts are compared byte by byte, as SQLite does.
  var word: String {
    switch self {
    case .bool: "boolean"
    case .bytes: "bytea"
    case .int: "bigint"
    case .text: "text COLLATE \"C\""
    case .uuid: "uuid"
    case .bytesArray: "bytea[]"
    case .textArray: "text[]"
    case .intArray: "bigint[]"
    case .uuidArray: "uuid[]"
    }
  }
}
