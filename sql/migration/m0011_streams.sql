-- Tables that hold a part of an entity's rows, and when profiles were last synced.

-- selection: which rows the table is to hold. profile_id: the profile that has said so.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_streams (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  profile_id BIGINT UNSIGNED NOT NULL,
  selection TEXT NOT NULL,
  PRIMARY KEY (dataset_id, table_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- synced_at: when the last sync of the entity under the profile began that came to its end.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_profile_syncs (
  profile_id BIGINT UNSIGNED NOT NULL,
  entity VARCHAR(64) NOT NULL,
  synced_at DATETIME NOT NULL,
  PRIMARY KEY (profile_id, entity)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
