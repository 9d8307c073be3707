internal import MariaDB
package import Runtime
internal import WordPress

/// The site's schedule as people see it.
package struct ScheduleReport: Sendable, Equatable {
  /// Whether it is at all.
  package var isEnabled: Bool
  /// How often: hourly, twicedaily, daily or weekly.
  package var frequency: String
  /// `HH:MM`, site time.
  package var time: String
  /// When it is due next; nil when it is not.
  package var nextAt: Instant?
}

extension Connector {
  /// The names of frequencies.
  package static var frequencies: [String] { Schedule.Frequency.allCases.map(\.rawValue) }

  /// The site's schedule, and when it is due next.
  package func scheduleReport() throws(Fault) -> ScheduleReport {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    return report(try schedule(site, &connection), site)
  }

  /// Changes what is given of the schedule, where PHP sees it too.
  package func setSchedule(
    isEnabled: Bool?, frequency: String?, time: String?
  ) throws(Fault) -> ScheduleReport {
    if let time, Schedule.minute(time) == nil {
      throw Fault(
        .usage, operation: "setting the schedule", subject: time, cause: "it is no time of day",
        hint: "Write HH:MM", recovery: .operator)
    }
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    let changed = try site.options.modify(Self.scheduleOption, .off, &connection) { stored in
      var schedule = Schedule(stored)
      if let isEnabled { schedule.isEnabled = isEnabled }
      if let frequency, let known = Schedule.Frequency(rawValue: frequency) {
        schedule.frequency = known
      }
      if let time, let minute = Schedule.minute(time) { schedule.minute = minute }
      var array = stored?.array ?? PHPArray()
      array[PHPKey("enabled")] = .boolean(schedule.isEnabled)
      array[PHPKey("frequency")] = .text(schedule.frequency.rawValue)
      array[PHPKey("time")] = .text(schedule.time)
      return .array(array)
    }
    return report(Schedule(changed), site)
  }

  private func report(_ schedule: Schedule, _ site: Site) -> ScheduleReport {
    ScheduleReport(
      isEnabled: schedule.isEnabled, frequency: schedule.frequency.rawValue, time: schedule.time,
      nextAt: schedule.moments(around: clock.now, site.zone)?.next)
  }
}
