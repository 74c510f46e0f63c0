/// The stable codes of RULES.md, "Refusals"; the raw value is the API's word.
package enum RefusalCode: String, CaseIterable, Sendable, Codable {
  case classFull = "CLASS_FULL"
  case alreadyBooked = "ALREADY_BOOKED"
  case timeConflict = "TIME_CONFLICT"
  case insufficientCredits = "INSUFFICIENT_CREDITS"
  case creditsExpired = "CREDITS_EXPIRED"
  case bookingNotOpen = "BOOKING_NOT_OPEN"
  case bookingClosed = "BOOKING_CLOSED"
  case cancelClosed = "CANCEL_CLOSED"
  case sessionCancelled = "SESSION_CANCELLED"
  case sessionOver = "SESSION_OVER"
  case holdExpired = "HOLD_EXPIRED"
  case offerExpired = "OFFER_EXPIRED"
  case holdRateLimited = "HOLD_RATE_LIMITED"
  case checkInTooEarly = "CHECKIN_TOO_EARLY"
  case checkInClosed = "CHECKIN_CLOSED"
  case alreadyCheckedIn = "ALREADY_CHECKED_IN"
  case bookingCancelled = "BOOKING_CANCELLED"
  case wrongLocation = "WRONG_LOCATION"
  case wrongDay = "WRONG_DAY"
  case unknownCode = "UNKNOWN_CODE"
  case mistypedCode = "MISTYPED_CODE"
  case passExpired = "PASS_EXPIRED"
  case passForged = "PASS_FORGED"
  case passRevoked = "PASS_REVOKED"
  case memberInactive = "MEMBER_INACTIVE"
  case memberBanned = "MEMBER_BANNED"
  case memberRestricted = "MEMBER_RESTRICTED"
  case notSelfBookable = "NOT_SELF_BOOKABLE"
  case notPermitted = "NOT_PERMITTED"
  case locationDenied = "LOCATION_DENIED"
  case wrongPIN = "WRONG_PIN"
  case lockedOut = "LOCKED_OUT"
  case leaderUnavailable = "LEADER_UNAVAILABLE"
  case noAvailability = "NO_AVAILABILITY"
  case ageNotMet = "AGE_NOT_MET"
  case groupTooLarge = "GROUP_TOO_LARGE"
  case refundAboveLimit = "REFUND_ABOVE_LIMIT"
  case refundAbovePaid = "REFUND_ABOVE_PAID"
  case parqRequired = "PARQ_REQUIRED"
  case termsRequired = "TERMS_REQUIRED"
  case needsConfirmation = "NEEDS_CONFIRMATION"
  case undoTooLate = "UNDO_TOO_LATE"
  case alreadyJudged = "ALREADY_JUDGED"
  case stale = "STALE"
  case malformed = "MALFORMED"
  case notFound = "NOT_FOUND"
  case unauthenticated = "UNAUTHENTICATED"
  case tokenExpired = "TOKEN_EXPIRED"
  case deviceRevoked = "DEVICE_REVOKED"
  case rateLimited = "RATE_LIMITED"
  case idempotencyMismatch = "IDEMPOTENCY_MISMATCH"
  case tooLarge = "TOO_LARGE"
  case unavailable = "UNAVAILABLE"
  case `internal` = "INTERNAL"

  package var httpStatus: Int {
    switch self {
    case .malformed, .mistypedCode: 400
    case .unauthenticated, .tokenExpired, .wrongPIN: 401
    case .insufficientCredits, .creditsExpired: 402
    case .passForged, .passRevoked, .memberInactive, .memberBanned, .memberRestricted,
      .notSelfBookable, .notPermitted, .locationDenied, .refundAboveLimit, .deviceRevoked:
      403
    case .unknownCode, .notFound: 404
    case .sessionCancelled, .sessionOver, .holdExpired, .offerExpired, .bookingCancelled,
      .passExpired:
      410
    case .tooLarge: 413
    case .idempotencyMismatch: 422
    case .holdRateLimited, .lockedOut, .rateLimited: 429
    case .internal: 500
    case .unavailable: 503
    default: 409
    }
  }

  /// True where staff with the right may go over it with a reason.
  package var isOverridable: Bool {
    switch self {
    case .classFull, .bookingClosed, .bookingNotOpen, .checkInTooEarly, .checkInClosed,
      .wrongLocation, .wrongDay, .timeConflict, .ageNotMet, .memberRestricted, .memberInactive,
      .parqRequired, .termsRequired, .memberBanned:
      true
    default: false
    }
  }
}
