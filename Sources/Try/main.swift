import DeskUI
import Glibc
import Synchronization
struct App: TerminalProgram {
  var log: [String] = []
  var w = 0, h = 0
  var typing = false
  mutating func handle(_ event: Event) -> Reaction {
    log.append("\(event)"); if log.count > 200 { log.removeFirst() }
    var r = Reaction()
    if case .key(.char("q")) = event { r.after = .quit }
    if case .key(.ctrl("z")) = event { r.after = .suspend }
    if case .key(.char("t")) = event, !typing { typing = true } else if case .key(.esc) = event { typing = false }
    if case .key(.char("X")) = event { let a: [Int] = []; _ = a[w * 0 + 3] }
    if case .key(.char("A")) = event { abort() }
    if case .key(.char("l")) = event { r.theme = .light }
    if case .resize(let a, let b) = event { w = a; h = b }
    r.typing = typing
    return r
  }
  func render(into canvas: inout Canvas) {
    canvas.box(canvas.bounds, title: "Zoë ǃXóõ 王小明 \(canvas.width)x\(canvas.height)")
    var x = 2
    for role in Role.allCases { x += canvas.put(x, 1, String(role.letter) + "é", Style(role)); x += 1 }
    canvas.put(2, 2, "王小明 e\u{301} 🙂 🇿🇦 👨‍👩‍👧 🫨 \u{1B}[31m ├─● ◐ ○ ✓", .good)
    for (i, l) in log.suffix(max(canvas.height - 4, 0)).enumerated() { canvas.put(2, 3 + i, l, .dim) }
    canvas.placeCursor(2, 2)
  }
}
var loop = try TerminalLoop(App(), TerminalOptions())
if CommandLine.arguments.contains("wake") {
  let box = Mailbox<Int>()
  var thread = pthread_t()
  let p = Unmanaged.passRetained(box)
  pthread_create(&thread, nil, { p in
    usleep(500_000); Unmanaged<Mailbox<Int>>.fromOpaque(p!).takeUnretainedValue().post(1); return nil }, p.toOpaque())
}
loop.run()
