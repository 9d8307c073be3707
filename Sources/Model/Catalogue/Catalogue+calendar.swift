extension Catalogue {
  /// One row per day: a date dimension.
  package static let calendar = Entity(
    slug: "calendar", label: "Calendar",
    description:
      """
      One row per day: a date dimension, from 1 January of the year of the first order (or \
      this year) to 31 December of next year, store-local.
      """,
    icon: "dashicons-calendar-alt", kind: .dimension, key: ["date"],
    delivery: .replace, mainDate: nil,
    exclusion: nil,
    isEnabledByDefault: true,
    columns: [
      Column(
        "source_store", .string, nullable: false, group: "Meta",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Which store the row is from: the name given to the store in the \
        configuration, the same in every table
        """,
        value: .store),
      Column(
        "date", .dateTime, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "The day at 00:00:00",
        value: .input("date")),
      Column(
        "date_key", .int64, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "YYYYMMDD",
        value: .input("date_key")),
      Column(
        "year", .int64, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Year",
        value: .input("year")),
      Column(
        "quarter", .int64, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "1 to 4",
        value: .input("quarter")),
      Column(
        "month", .int64, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "1 to 12",
        value: .input("month")),
      Column(
        "month_name", .string, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "English name",
        value: .input("month_name")),
      Column(
        "day", .int64, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "Day of the month",
        value: .input("day")),
      Column(
        "day_of_year", .int64, nullable: false, group: "Day",
        presets: [], additive: false, privacy: .none,
        "1 to 366",
        value: .input("day_of_year")),
      Column(
        "iso_week", .int64, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "ISO 8601 week",
        value: .input("iso_week")),
      Column(
        "iso_year", .int64, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "Year of the ISO week",
        value: .input("iso_year")),
      Column(
        "day_of_week", .int64, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "1 = Monday to 7 = Sunday",
        value: .input("day_of_week")),
      Column(
        "day_name", .string, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "English name",
        value: .input("day_name")),
      Column(
        "is_weekend", .boolean, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "Saturday or Sunday",
        value: .isOneOf(.input("is_weekend"), ["1"])),
      Column(
        "year_month", .string, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "YYYY-MM",
        value: .input("year_month")),
      Column(
        "year_quarter", .string, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "YYYY-Qn",
        value: .input("year_quarter")),
      Column(
        "days_in_month", .int64, nullable: false, group: "Day",
        presets: [], additive: false, privacy: .none,
        "28 to 31",
        value: .input("days_in_month")),
    ])
}
