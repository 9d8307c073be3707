-- Who buys: @customers with an account, who registered before their first order, and guests.
--
-- A person's number is its customer_id in analytics; an account's user ID is one more, because user
-- 1 is the administrator.

CREATE TABLE {prefix}demo_person (
  id int unsigned NOT NULL PRIMARY KEY, user_id int unsigned NOT NULL,
  first_name varchar(40) NOT NULL, last_name varchar(40) NOT NULL, email varchar(60) NOT NULL,
  phone varchar(30) NOT NULL, company varchar(40) NULL, street varchar(60) NOT NULL,
  postcode varchar(10) NOT NULL, city varchar(40) NOT NULL, state varchar(10) NOT NULL,
  country char(2) NOT NULL, registered datetime NULL
) ENGINE = Aria TRANSACTIONAL = 0 DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- One of five of the accounts is older than the shop's records; the others came with the orders.
INSERT INTO {prefix}demo_person
SELECT
  drawn.id, IF(drawn.id <= @customers, drawn.id + 1, 0),
  ELT(1 + CRC32(SUBSTR(drawn.h, 1, 8)) % 20, 'Anna', 'Ben', 'Clara', 'David', 'Emma', 'Finn',
    'Greta', 'Henri', 'Ida', 'Jonas', 'Käthe', 'Luis', 'Mia', 'Noé', 'Olivia', 'Paul', 'Rosa',
    'Søren', 'Tilda', 'Zoë'),
  ELT(1 + CRC32(SUBSTR(drawn.h, 9, 8)) % 20, 'Bauer', 'Becker', 'Dubois', 'Fischer', 'Gruber',
    'Hansen', 'Huber', 'Jäger', 'Koch', 'Lefèvre', 'Maier', 'Müller', 'O''Brien', 'Richter',
    'Schmidt', 'Schröder', 'van Dijk', 'Wagner', 'Weiß', 'Wolf'),
  CONCAT(IF(drawn.id <= @customers, 'customer', 'guest'), drawn.id, '@example.com'),
  CONCAT('+49 30 ', 100000 + CRC32(SUBSTR(drawn.h, 17, 8)) % 900000),
  IF(CRC32(SUBSTR(drawn.h, 25, 8)) % 12 = 0, 'Müller & Söhne KG', NULL),
  CONCAT(
    ELT(1 + CRC32(SUBSTR(drawn.h, 33, 8)) % 8, 'Hauptstraße', 'Am Markt', 'Bahnhofstr.', 'Ringweg',
      'Gartenweg', 'Lindenallee', 'Rue Verte', 'Kerkstraat'),
    ' ', 1 + CRC32(SUBSTR(drawn.h, 41, 8)) % 180
  ),
  ELT(drawn.place, '10115', '20095', '80331', '50667', '60311', '04109', '1010', '8010', '69001',
    '1012'),
  ELT(drawn.place, 'Berlin', 'Hamburg', 'München', 'Köln', 'Frankfurt', 'Leipzig', 'Wien', 'Graz',
    'Lyon', 'Amsterdam'),
  ELT(drawn.place, 'DE-BE', 'DE-HH', 'DE-BY', 'DE-NW', 'DE-HE', 'DE-SN', '', '', '', ''),
  ELT(drawn.place, 'DE', 'DE', 'DE', 'DE', 'DE', 'DE', 'AT', 'AT', 'FR', 'NL'),
  CASE
    WHEN drawn.id > @customers THEN NULL
    WHEN o.n IS NULL THEN
      @start_date - INTERVAL (1 + CRC32(SUBSTR(drawn.h, 49, 8)) % 700) DAY
        + INTERVAL (CRC32(SUBSTR(drawn.h, 57, 8)) % 86400) SECOND
    ELSE o.created - INTERVAL (60 + CRC32(SUBSTR(drawn.h, 57, 8)) % 540) SECOND
  END
FROM (
  SELECT
    id, h,
    1 + IF(CRC32(SUBSTR(h, 65, 8)) % 10 < 8, CRC32(SUBSTR(h, 73, 8)) % 6,
      6 + CRC32(SUBSTR(h, 73, 8)) % 4) AS place,
    IF(
      id <= @customers AND 10 * @orders * id > 2 * @orders * @customers,
      CEIL((10 * @orders * id - 2 * @orders * @customers) / (8 * @customers)), NULL
    ) AS came
  FROM (
    SELECT seq AS id, SHA2(CONCAT_WS('/', @seed, 'person', seq), 512) AS h
    FROM seq_1_to_100000000
    WHERE seq <= @customers + @guests
  ) AS hashed
) AS drawn
LEFT JOIN {prefix}demo_draw AS o ON o.n = drawn.came;
