/// The built `desk`, run to its end as people and scripts run it, away from the user's own files.
enum BuiltProgram {
  struct Run {
    let exit: Int32
    let output: String
    let error: String
  }

  /// Standard input is the text; standard output may go to a file instead, such as /dev/full.
  static func run(
    _ words: [String], environment: [String: String] = [:], input: String? = nil,
    outputTo path: String? = nil
  ) -> Run {
    let away = ["HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""]
    var words = [DeskProgram.path] + words
    if let path { words = ["/bin/sh", "-c", "exec \"$@\" > \(path)", "sh"] + words }
    do {
      let ended = try Spawned.run(
        words, environment: away.merging(environment) { $1 }, input: input)
      return Run(exit: ended.status, output: ended.output, error: ended.errors)
    } catch {
      return Run(exit: -1, output: "", error: "\(error)")
    }
  }
}
