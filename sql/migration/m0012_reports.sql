-- What long questions came to, and what changes of settings changed. Every statement may run twice.

-- content: what was found, as the API's JSON; owner: whose process is at it.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_reports (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind VARCHAR(20) NOT NULL,
  status VARCHAR(20) NOT NULL,
  owner VARCHAR(255) NOT NULL,
  content MEDIUMTEXT NULL,
  error TEXT NULL,
  asked_at DATETIME NOT NULL,
  completed_at DATETIME NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What an entry of the audit has changed, as JSON, without secrets.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_audit_changes (
  audit_id BIGINT UNSIGNED NOT NULL,
  changes TEXT NOT NULL,
  PRIMARY KEY (audit_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
