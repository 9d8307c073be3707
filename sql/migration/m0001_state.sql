-- What the product remembers beside WordPress's options: datasets, tables, leases, runs.
-- Every statement may run twice.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_schema (
  version INT UNSIGNED NOT NULL,
  applied_at DATETIME NOT NULL,
  PRIMARY KEY (version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_datasets (
  id CHAR(36) NOT NULL,
  powerbi_id CHAR(36) NULL,
  workspace_id CHAR(36) NOT NULL,
  name VARCHAR(255) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  status VARCHAR(20) NOT NULL,
  is_default TINYINT NOT NULL DEFAULT 0,
  ids_before_creation MEDIUMTEXT NULL,
  created_at DATETIME NOT NULL,
  published_at DATETIME NULL,
  last_push_at DATETIME NULL,
  PRIMARY KEY (id),
  KEY powerbi_id (powerbi_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- state: empty (nothing sent), clearing, sending, incomplete, complete.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_tables (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  entity VARCHAR(64) NOT NULL,
  column_count INT UNSIGNED NOT NULL,
  state VARCHAR(20) NOT NULL,
  next_batch BIGINT UNSIGNED NOT NULL DEFAULT 1,
  row_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
  body_bytes_max INT UNSIGNED NOT NULL DEFAULT 0,
  last_push_at DATETIME NULL,
  PRIMARY KEY (dataset_id, table_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_leases (
  name VARCHAR(180) NOT NULL,
  generation BIGINT UNSIGNED NOT NULL,
  owner VARCHAR(255) NOT NULL,
  run_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  acquired_at DATETIME NOT NULL,
  expires_at DATETIME NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- status: queued, running, completed, partial, failed, cancelled.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_runs (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  entity VARCHAR(64) NOT NULL,
  profile VARCHAR(255) NOT NULL DEFAULT '',
  dataset_id CHAR(36) NOT NULL DEFAULT '',
  table_name VARCHAR(100) NOT NULL DEFAULT '',
  mode VARCHAR(20) NOT NULL,
  status VARCHAR(20) NOT NULL,
  rows_total BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rows_pushed BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rows_failed BIGINT UNSIGNED NOT NULL DEFAULT 0,
  started_at DATETIME NOT NULL,
  completed_at DATETIME NULL,
  duration_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
  error TEXT NULL,
  PRIMARY KEY (id),
  KEY entity_status (entity, status),
  KEY started_at (started_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
