internal import HTTPServer
internal import Runtime

// Rows on their way into a table: admitted, read outside of the lock, stored.
extension World {
  /// Lets a POST of rows in, or says how long it must wait; counts it.
  mutating func admit(
    _ call: Call, _ request: HTTPServer.Request, at now: Instant
  ) throws(Refusal) -> Posting {
    let clientID = try authorized(request, call, at: now)
    let place = try place(call)
    if request.body.count > behaviour.bodyBytesMax { throw Refusal(FaultReplies.tooLarge) }
    if let coding = request.value("Content-Encoding"), coding.lowercased() != "identity" {
      throw .plain(
        behaviour.contentEncodingStatus, "UnsupportedMediaType",
        "The content encoding '\(coding)' is not supported")
    }
    guard let type = request.value("Content-Type")?.lowercased(),
      type.split(separator: ";").first == "application/json"
    else { throw .plain(415, "UnsupportedMediaType", "The body must be application/json") }
    let sequence = try sequence(request)
    try count(&datasets[place.dataset], at: now)
    datasets[place.dataset].pendingPosts += 1
    return Posting(
      datasetID: datasets[place.dataset].id, table: call.table, clientID: clientID,
      sequence: sequence, columns: datasets[place.dataset].tables[place.table].schema.columns,
      behaviour: behaviour)
  }

  private func sequence(_ request: HTTPServer.Request) throws(Refusal) -> Int64? {
    let values = request.values("X-PowerBI-PushData-SequenceNumber")
    if values.isEmpty || behaviour.sequenceNumbers == .gone { return nil }
    guard values.count == 1, let number = Int64(values[0]), number >= 0 else {
      throw .invalid("The sequence number is not an integer", target: "sequenceNumber")
    }
    return number
  }

  private func count(_ dataset: inout Dataset, at now: Instant) throws(Refusal) {
    guard behaviour.enforcesQuota else { return }
    if dataset.pendingPosts >= limits.pendingPosts {
      throw .throttled("Too many pending requests for this dataset.", after: 1, behaviour)
    }
    let message = "Too many POST rows requests for this dataset."
    if let wait = dataset.postsInMinute.wait(for: 1, at: now) {
      throw .throttled(message, after: wait, behaviour)
    }
    let isLarge = dataset.tables.contains { $0.rowCount >= limits.largeTableRows }
    if isLarge, let wait = dataset.postsInHour.wait(for: 1, at: now) {
      throw .throttled(message, after: wait, behaviour)
    }
    dataset.postsInMinute.add(1, at: now)
    dataset.postsInHour.add(1, at: now)
  }

  /// The POST is no longer pending, however it ended.
  mutating func release(_ posting: Posting) {
    guard let index = datasets.firstIndex(where: { $0.id == posting.datasetID }) else { return }
    datasets[index].pendingPosts -= 1
  }

  /// Stores the rows, or refuses all of them.
  mutating func store(_ chunk: Chunk, _ posting: Posting, at now: Instant) throws(Refusal) {
    let (dataset, table) = try place(posting)
    if let sequence = posting.sequence, behaviour.repeatedSequence != .accepted,
      let last = datasets[dataset].tables[table].sequences.first(where: {
        $0.clientID == posting.clientID
      }), sequence <= last.number
    {
      if behaviour.repeatedSequence == .dropped { return }
      throw .invalid("The sequence number was used before", target: "sequenceNumber")
    }
    try checkRoom(chunk.rowCount, dataset, table, at: now)
    if let found = datasets[dataset].tables[table].duplicateKey(in: chunk) {
      let name = posting.columns[found.column].name
      throw .invalid(
        "The column '\(name)' is on the one side of a relationship; row \(found.row) is blank or "
          + "repeats a key", target: "rows[\(found.row)].\(name)")
    }
    append(chunk, posting, dataset, table, at: now)
  }

  private mutating func checkRoom(
    _ rows: Int, _ dataset: Int, _ table: Int, at now: Instant
  ) throws(Refusal) {
    if behaviour.enforcesQuota, let wait = datasets[dataset].rowsInHour.wait(for: rows, at: now) {
      throw .throttled(
        "You are over your rows per hour limit for this dataset. To push more rows per hour, "
          + "upgrade your account to Power BI Pro or retry your push later.", after: wait, behaviour
      )
    }
    let count = datasets[dataset].tables[table].rowCount
    if !datasets[dataset].keepsFIFO, count + rows > limits.rowsKeptMax {
      let message = "The table holds \(limits.rowsKeptMax) rows, as many as it may."
      if behaviour.fullTableStatus == 429 { throw .throttled(message, after: 3600, behaviour) }
      throw .plain(behaviour.fullTableStatus, "TableFull", message)
    }
  }

  private mutating func append(
    _ chunk: Chunk, _ posting: Posting, _ dataset: Int, _ table: Int, at now: Instant
  ) {
    let kept = datasets[dataset].rowsKept(limits)
    datasets[dataset].tables[table].append(chunk, keeping: kept)
    datasets[dataset].rowsInHour.add(chunk.rowCount, at: now)
    guard let sequence = posting.sequence else { return }
    let known = datasets[dataset].tables[table].sequences.firstIndex {
      $0.clientID == posting.clientID
    }
    if let known {
      datasets[dataset].tables[table].sequences[known].number = sequence
    } else {
      datasets[dataset].tables[table].sequences.append((posting.clientID, sequence))
    }
  }

  private func place(_ posting: Posting) throws(Refusal) -> (dataset: Int, table: Int) {
    guard let dataset = datasets.firstIndex(where: { $0.id == posting.datasetID }) else {
      throw .noDataset(posting.datasetID)
    }
    guard let table = datasets[dataset].position(table: posting.table) else {
      throw .noTable(posting.table)
    }
    return (dataset, table)
  }

  /// Stores rows that were on their way and are due; what cannot be stored any more is lost.
  mutating func land(at now: Instant) {
    if landings.isEmpty { return }
    let due = landings.filter { $0.due <= now }
    landings.removeAll { $0.due <= now }
    for landing in due {
      do throws(Refusal) {
        try store(landing.chunk, landing.posting, at: landing.due)
      } catch {
        // The table is gone or full: as at the service, nobody hears of it.
      }
    }
  }
}
