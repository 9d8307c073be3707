internal import Connector
internal import Store

// The objects that answers are made of.
extension OpenAPI {
  /// By their names in the document's components.
  static let shapes: KeyValuePairs<String, Shape> = [
    "Error": .object([
      "code": .text, "message": .text, "data": .open(["status": .integer]),
    ]),
    "Meta": .object(["request_id": .text, "timestamp": .text]),
    "Index": .open(["namespace": .text, "routes": .map(.anything)]),
    "Health": .object(["status": .words(["ok"])]),
    "Entity": .object(
      [
        .init(name: "slug", shape: .text), .init(name: "label", shape: .text),
        .init(name: "description", shape: .text), .init(name: "icon", shape: .text),
        .init(name: "available", shape: .flag),
        .init(name: "reason", shape: .text, isOptional: true),
      ], isOpen: false),
    "Column": .object([
      "name": .text, "type": .text, "nullable": .flag, "group": .text, "description": .text,
    ]),
    "Row": .map(.anything),
    "Count": .object(["count": .integer]),
    "SyncStatus": .object([
      "is_syncing": .flag,
      "last_syncs": .list(
        .object([
          "id": .text, "entity_type": .text, "status": .words(of: RunRecord.Status.self),
          "rows_pushed": .text, "duration_seconds": .text, "completed_at": .text,
        ])),
    ]),
    "Run": .open([
      "id": .text, "entity_type": .text, "profile": .text, "mode": .text,
      "status": .words(of: RunRecord.Status.self), "rows_pushed": .text, "rows_failed": .text,
      "duration_seconds": .text, "started_at": .text, "completed_at": .nullable(.text),
      "error": .nullable(.text),
    ]),
    "Promise": .object([
      "run_id": .text, "status": .words(of: RunRecord.Status.self),
      "runs": .list(
        .object([
          "run_id": .text, "entity_type": .text, "status": .words(of: RunRecord.Status.self),
        ])),
    ]),
    "CancelledRun": .object(["run_id": .text, "status": .words(of: RunRecord.Status.self)]),
    "Schedule": .object([
      "enabled": .flag, "frequency": .words(Connector.frequencies), "time": .text,
      "next_run": .nullable(.text),
    ]),
    "Profile": .open([
      "id": .text, "name": .text, "entity_types": .list(.text), "filters": .anything,
      "dataset_id": .nullable(.text), "table_name": .nullable(.text), "mode": .text,
      "schedule": .anything, "active": .flag,
    ]),
    "Workspace": .object(["id": .text, "name": .text, "active": .flag]),
    "Dataset": .object([
      "id": .text, "powerbi_id": .nullable(.text), "name": .text, "type": .text,
      "status": .text, "entity_types": .list(.text), "tables": .list(.text),
      "created_at": .text, "last_push_at": .nullable(.text),
    ]),
    "Table": .object([
      "name": .text, "entity_type": .text, "columns": .integer, "rows": .integer,
      "last_push_at": .nullable(.text),
    ]),
    "Item": .object(["id": .text, "name": .text, "web_url": .text, "embed_url": .text]),
    "EmbedToken": .object([
      "token": .text, "token_id": .text, "expiration": .text, "embed_url": .text,
    ]),
    "Alert": .open([
      "id": .text, "name": .text, "metric": .text, "condition": .text, "threshold": .number,
      "threshold_max": .nullable(.number), "window": .text, "notify_email": .text,
      "subject": .text, "body": .text, "cooldown_minutes": .integer, "enabled": .flag,
      "status": .text, "last_triggered_at": .nullable(.text), "trigger_count": .integer,
    ]),
    "AlertTrial": .object([
      "id": .text, "value": .nullable(.number), "state": .text, "would_fire": .flag,
      "cooldown_until": .nullable(.text),
      "delivery": .object([
        "state": .text, "recipients": .text, "error": .nullable(.text),
      ]),
    ]),
    "AlertFiring": .object([
      "id": .text, "triggered_at": .text, "metric": .text, "value": .nullable(.number),
      "threshold": .text, "recipients": .text,
      "delivery": .object([
        "state": .text, "attempts": .integer, "ended_at": .nullable(.text),
        "error": .nullable(.text),
      ]),
    ]),
    "Deletion": .object(["deleted": .flag, "id": .text]),
    "Clearance": .object(["deleted": .flag, "previous_rows": .integer]),
    "Settings": .object(
      StoredSetting.allCases.map { .init(name: $0.rawValue, shape: .nullable(.text)) }
        + Connector.secretNames.map { .init(name: $0, shape: .object(["is_set": .flag])) } + [
          .init(name: "fixed", shape: .list(.text)),
          .init(name: "damaged", shape: .list(.text)),
        ], isOpen: false),
    "Role": .object(["slug": .text, "name": .text, "capabilities": .named("Rights")]),
    "Rights": .object(
      Right.allCases.map { .init(name: $0.rawValue, shape: .flag) }, isOpen: false),
    "Capabilities": .object([
      "capabilities": .list(.words(of: Right.self)), "roles": .list(.named("Role")),
    ]),
    "Plan": .object([
      "requests": .integer, "minutes": .number, "possible": .flag,
      "tables": .list(.named("TablePlan")),
    ]),
    "TablePlan": .object([
      "entity": .text, "table": .text, "extent": .text, "rows": .integer, "rows_held": .integer,
      "bytes_per_row": .integer, "requests": .integer,
      "minutes": .nullable(.number), "binding_limit": .text, "rows_max": .integer,
      "full_on": .nullable(.text), "waits_until": .nullable(.text),
      "refusal": .nullable(.text), "unavailable": .nullable(.text),
    ]),
    "ReportPromise": .object([
      "report_id": .text, "status": .words(of: ReportRecord.Status.self),
    ]),
    "VerifyReport": .object([
      "id": .text, "status": .words(of: ReportRecord.Status.self), "asked_at": .text,
      "completed_at": .nullable(.text), "error": .nullable(.text), "is_equal": .nullable(.flag),
      "tables": .list(.named("TableVerdict")),
      "repairs": .list(
        .object(["entity": .text, "rows": .integer, "error": .nullable(.text)])),
    ]),
    "TableVerdict": .object([
      "entity": .text, "table": .text, "dataset": .nullable(.text), "mode": .nullable(.text),
      "verdict": .text,
      "rows_source": .nullable(.integer), "rows_ledger": .nullable(.integer),
      "rows_destination": .nullable(.integer), "difference_count": .integer,
      "differences": .list(
        .object([
          "between": .text, "rows_of": .text, "figure": .text, "expected": .text, "found": .text,
        ])),
      "remarks": .list(.text), "error": .nullable(.text),
    ]),
    "AuditEntry": .object([
      "id": .text, "time": .text, "user_id": .text, "user": .text, "action": .text,
      "target": .text, "ip": .text, "changes": .nullable(.map(.anything)),
    ]),
    "Retry": .object([
      "dataset_id": .text, "table_name": .text, "entity_type": .text, "attempts": .integer,
      "next_at": .nullable(.text), "failed_at": .text, "error": .text,
    ]),
  ]

  /// What a route answers when it succeeds, by method and pattern.
  static let successes: [String: Success] = [
    "GET ": Success(.named("Index"), isEnveloped: false),
    "GET /entities": Success(.list(.named("Entity"))),
    "GET /entities/{slug}/schema": Success(.list(.named("Column"))),
    "GET /entities/{slug}/preview": Success(.list(.named("Row"))),
    "GET /entities/{slug}/count": Success(.named("Count")),
    "POST /sync/manual": Success(.named("Promise"), status: 202),
    "POST /sync": Success(.named("Promise"), status: 202),
    "GET /sync/status": Success(.named("SyncStatus")),
    "GET /sync/logs": Success(.list(.named("Run")), isPaged: true),
    "GET /sync/schedule": Success(.named("Schedule")),
    "POST /sync/schedule": Success(.named("Schedule")),
    "GET /sync/runs/{run_id}": Success(.named("Run")),
    "POST /sync/runs/{run_id}/cancel": Success(.named("CancelledRun"), status: 202),
    "POST /sync/runs/{run_id}/retry": Success(.named("Promise"), status: 202),
    "GET /sync/plan": Success(.named("Plan")),
    "POST /sync/verify": Success(.named("ReportPromise"), status: 202),
    "GET /sync/verify": Success(.list(.named("VerifyReport")), isPaged: true),
    "GET /sync/verify/{report_id}": Success(.named("VerifyReport")),
    "GET /sync/retries": Success(.list(.named("Retry")), isPaged: true),
    "GET /sync/profiles": Success(.list(.named("Profile")), isPaged: true),
    "POST /sync/profiles": Success(.named("Profile"), status: 201),
    "GET /sync/profiles/{id}": Success(.named("Profile")),
    "PUT /sync/profiles/{id}": Success(.named("Profile")),
    "DELETE /sync/profiles/{id}": Success(.named("Deletion")),
    "POST /sync/profile/{id}": Success(.named("Promise"), status: 202),
    "GET /workspaces": Success(.list(.named("Workspace")), isPaged: true),
    "POST /workspaces": Success(.named("Workspace"), status: 201),
    "POST /workspaces/activate": Success(.named("Workspace")),
    "GET /datasets": Success(.list(.named("Dataset")), isPaged: true),
    "POST /datasets": Success(.named("Dataset"), status: 201),
    "POST /datasets/{dataset_id}/publish": Success(.named("Dataset")),
    "DELETE /datasets/{dataset_id}": Success(.named("Deletion")),
    "GET /tables/{dataset_id}": Success(.list(.named("Table"))),
    "POST /tables": Success(.named("Table"), status: 201),
    "DELETE /tables/{dataset_id}/{table_name}/rows": Success(.named("Clearance")),
    "GET /reports": Success(.list(.named("Item")), isPaged: true),
    "GET /reports/{id}/embed-token": Success(.named("EmbedToken")),
    "GET /dashboards": Success(.list(.named("Item")), isPaged: true),
    "GET /dashboards/{id}/embed-token": Success(.named("EmbedToken")),
    "GET /alerts": Success(.list(.named("Alert")), isPaged: true),
    "POST /alerts": Success(.named("Alert"), status: 201),
    "PUT /alerts/{id}": Success(.named("Alert")),
    "DELETE /alerts/{id}": Success(.named("Deletion")),
    "POST /alerts/{id}/test": Success(.named("AlertTrial")),
    "GET /alerts/{id}/history": Success(.list(.named("AlertFiring")), isPaged: true),
    "GET /settings": Success(.named("Settings")),
    "POST /settings": Success(.named("Settings")),
    "PUT /settings": Success(.named("Settings")),
    "GET /capabilities": Success(.named("Capabilities")),
    "POST /capabilities/{role}": Success(.named("Role")),
    "PUT /capabilities/{role}": Success(.named("Role")),
    "GET /logs/audit": Success(.list(.named("AuditEntry")), isPaged: true),
    "GET /health": Success(.named("Health"), isEnveloped: false),
    "GET /metrics": Success(nil),
    "GET /openapi.json": Success(.map(.anything), isEnveloped: false),
  ]

  /// What a success looks like.
  struct Success: Sendable {
    let status: Int
    /// The shape of the data; nil for text that is no JSON.
    let shape: Shape?
    let isEnveloped: Bool
    /// Whether the answer is a part of a list, and its headers tell of the rest.
    let isPaged: Bool

    init(_ shape: Shape?, status: Int = 200, isEnveloped: Bool = true, isPaged: Bool = false) {
      self.status = status
      self.shape = shape
      self.isEnveloped = isEnveloped
      self.isPaged = isPaged
    }
  }
}
