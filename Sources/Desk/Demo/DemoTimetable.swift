import Domain

/// The week of the made-up studio: what is on, where, with whom, and how well it is liked.
enum DemoTimetable {
  struct Offer {
    let name: String
    let type: String
    let minutes: Int
    let capacity: Int
    let credits: Credits
    /// Of a single place, in cents.
    let price: Int
  }

  struct Slot {
    let offer: Int
    let room: Int
    let leader: Int
    let days: [Weekday]
    let time: Int
    /// Bookings for each hundred places; above a hundred the rest waits.
    let demand: Int

    init(_ offer: Int, _ room: Int, _ leader: Int, _ days: [Weekday], _ time: Int, _ demand: Int) {
      self.offer = offer
      self.room = room
      self.leader = leader
      self.days = days
      self.time = time
      self.demand = demand
    }
  }

  struct Person {
    let name: String
    let role: Role
  }

  static let offers = [
    Offer(
      name: "Vinyasa", type: "yoga", minutes: 60, capacity: 22, credits: Credits(1), price: 15_000),
    Offer(
      name: "Pilates", type: "pilates", minutes: 55, capacity: 16,
      credits: Credits(hundredths: 150), price: 19_000),
    Offer(
      name: "HIIT", type: "hiit", minutes: 45, capacity: 18, credits: Credits(1), price: 14_000),
    Offer(
      name: "Spin", type: "spin", minutes: 45, capacity: 20, credits: Credits(1), price: 14_000),
    Offer(
      name: "Aqua", type: "aqua", minutes: 45, capacity: 15, credits: Credits(hundredths: 50),
      price: 9_000),
    Offer(
      name: "Strength", type: "strength", minutes: 60, capacity: 16, credits: Credits(1),
      price: 15_000),
  ]

  /// Each with the most people it holds.
  static let rooms = [("Studio A", 24), ("Studio B", 22), ("Pool", 16)]

  /// The owner is founded with the studio and signs in with 1; these follow from 2 on.
  static let staff = [
    Person(name: "Thandi Mkhize", role: .receptionist),
    Person(name: "Nadia Petersen", role: .receptionist),
    Person(name: "Johan Botha", role: .locationManager),
    Person(name: "Lerato Khumalo", role: .instructor),
    Person(name: "Mia van Wyk", role: .instructor),
    Person(name: "Sipho Dlamini", role: .instructor),
    Person(name: "Ayesha Patel", role: .instructor),
    Person(name: "ǃNani Witbooi", role: .instructor),
  ]

  static let receptionists = [0, 1]
  private static let lerato = 3
  private static let mia = 4
  private static let sipho = 5
  private static let ayesha = 6
  private static let nani = 7

  static let week: [Slot] = {
    let odd: [Weekday] = [.monday, .wednesday, .friday]
    let even: [Weekday] = [.tuesday, .thursday]
    let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday]
    return [
      Slot(3, 1, sipho, odd, 6 * 60, 80),
      Slot(0, 0, lerato, even, 6 * 60 + 15, 70),
      Slot(5, 0, nani, odd, 7 * 60, 60),
      Slot(1, 0, mia, workdays + [.friday], 9 * 60, 65),
      Slot(4, 2, ayesha, even, 9 * 60 + 30, 70),
      Slot(2, 1, sipho, odd, 12 * 60 + 15, 60),
      Slot(0, 0, lerato, even, 12 * 60 + 30, 40),
      Slot(3, 1, nani, [.monday, .wednesday], 16 * 60 + 45, 75),
      Slot(4, 2, ayesha, [.monday, .wednesday], 17 * 60 + 15, 80),
      Slot(0, 0, lerato, workdays, 18 * 60, 92),
      Slot(2, 1, sipho, [.monday, .tuesday, .thursday], 18 * 60, 117),
      Slot(1, 0, mia, workdays, 19 * 60 + 15, 70),
      Slot(5, 1, nani, [.monday, .wednesday], 19 * 60, 65),
      Slot(3, 1, sipho, even, 19 * 60, 75),
      Slot(0, 0, lerato, [.friday], 17 * 60 + 30, 70),
      Slot(0, 0, lerato, [.saturday], 8 * 60, 110),
      Slot(3, 1, sipho, [.saturday], 8 * 60 + 30, 90),
      Slot(4, 2, ayesha, [.saturday], 9 * 60, 80),
      Slot(1, 0, mia, [.saturday], 9 * 60 + 30, 80),
      Slot(2, 1, sipho, [.saturday], 9 * 60 + 45, 80),
      Slot(0, 0, lerato, [.sunday], 9 * 60, 90),
      Slot(4, 2, ayesha, [.sunday], 10 * 60, 50),
      Slot(5, 1, nani, [.sunday], 10 * 60 + 30, 50),
    ]
  }()
}
