-- What the REST API remembers. Every statement may run twice.

-- A repeated request is answered as it was the first time; status NULL: it is under way.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_requests (
  name_hash CHAR(64) NOT NULL,
  body_hash CHAR(64) NOT NULL,
  token CHAR(32) NOT NULL,
  status SMALLINT UNSIGNED NULL,
  reply MEDIUMTEXT NULL,
  asked_at DATETIME NOT NULL,
  PRIMARY KEY (name_hash),
  KEY asked_at (asked_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- definition: what the profile says, as the API's JSON without id and name.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_profiles (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(255) NOT NULL,
  definition MEDIUMTEXT NOT NULL,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- definition: what the alert says, as the API's JSON without id and name. status: ok, triggered.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_alerts (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(255) NOT NULL,
  definition MEDIUMTEXT NOT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'ok',
  last_triggered_at DATETIME NULL,
  trigger_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who has changed what.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_audit (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  noted_at DATETIME NOT NULL,
  user_id BIGINT UNSIGNED NOT NULL,
  user_login VARCHAR(60) NOT NULL,
  action VARCHAR(64) NOT NULL,
  target VARCHAR(255) NOT NULL,
  ip VARCHAR(45) NOT NULL,
  PRIMARY KEY (id),
  KEY noted_at (noted_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
