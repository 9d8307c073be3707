-- What each dataset was sent lately, as text of the room that knows the limits. Whoever changes
-- it states the revision that it has read, so that nobody's request is forgotten.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_quota (
  dataset_id CHAR(36) NOT NULL,
  revision BIGINT UNSIGNED NOT NULL,
  state MEDIUMTEXT NOT NULL,
  PRIMARY KEY (dataset_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
