-- What the destination holds, as pages over ranges of keys, and the batches that change it.
-- Pages are at most 512 KB: packets are small on many hosts.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_ledger (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  first_key BIGINT NOT NULL,
  last_key BIGINT NOT NULL,
  entry_count INT UNSIGNED NOT NULL,
  live_count INT UNSIGNED NOT NULL,
  byte_count INT UNSIGNED NOT NULL,
  batch BIGINT UNSIGNED NOT NULL,
  page MEDIUMBLOB NOT NULL,
  PRIMARY KEY (dataset_id, table_name, first_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Pages of batches whose fate is not known yet.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_ledger_staged (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  batch BIGINT UNSIGNED NOT NULL,
  first_key BIGINT NOT NULL,
  last_key BIGINT NOT NULL,
  entry_count INT UNSIGNED NOT NULL,
  live_count INT UNSIGNED NOT NULL,
  byte_count INT UNSIGNED NOT NULL,
  page MEDIUMBLOB NOT NULL,
  PRIMARY KEY (dataset_id, table_name, batch, first_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- state: planned, sending, committed, abandoned.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_batches (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  number BIGINT UNSIGNED NOT NULL,
  state VARCHAR(20) NOT NULL,
  generation BIGINT UNSIGNED NOT NULL,
  run_id BIGINT UNSIGNED NOT NULL,
  row_count INT UNSIGNED NOT NULL DEFAULT 0,
  byte_count INT UNSIGNED NOT NULL DEFAULT 0,
  body_sha256 CHAR(64) NOT NULL DEFAULT '',
  planned_at DATETIME NOT NULL,
  started_at DATETIME NULL,
  ended_at DATETIME NULL,
  PRIMARY KEY (dataset_id, table_name, number),
  KEY table_state (dataset_id, table_name, state),
  KEY run_id (run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
