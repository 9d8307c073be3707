-- Products, variations, coupons, pages, terms and reviews as WordPress and WooCommerce keep them.

INSERT INTO {prefix}terms VALUES
  (1, 'Uncategorized', 'uncategorized', 0), (2, 'simple', 'simple', 0),
  (3, 'grouped', 'grouped', 0), (4, 'variable', 'variable', 0), (5, 'external', 'external', 0),
  (6, 'exclude-from-search', 'exclude-from-search', 0),
  (7, 'exclude-from-catalog', 'exclude-from-catalog', 0), (8, 'featured', 'featured', 0),
  (9, 'outofstock', 'outofstock', 0), (10, 'rated-1', 'rated-1', 0), (11, 'rated-2', 'rated-2', 0),
  (12, 'rated-3', 'rated-3', 0), (13, 'rated-4', 'rated-4', 0), (14, 'rated-5', 'rated-5', 0),
  (15, 'Uncategorized', 'uncategorized', 0), (20, 'House &amp; Home', 'house-home', 0),
  (21, 'Clothing', 'clothing', 0), (22, 'Kitchen', 'kitchen', 0), (23, 'Living room', 'living', 0),
  (24, 'Garden', 'garden', 0), (25, 'Büro', 'buero', 0), (26, 'Books &amp; Food', 'books-food', 0),
  (27, 'Books', 'books', 0), (28, 'Food', 'food', 0), (31, 'Nordwind', 'nordwind', 0),
  (32, 'Südstern', 'suedstern', 0), (33, 'Løve', 'loeve', 0), (36, 'new', 'new', 0),
  (37, 'organic', 'organic', 0), (38, 'limited', 'limited', 0), (41, 'Red', 'red', 0),
  (42, 'Green', 'green', 0), (43, 'Blue', 'blue', 0);
INSERT INTO {prefix}term_taxonomy
SELECT
  term_id, term_id,
  CASE
    WHEN term_id = 1 THEN 'category'
    WHEN term_id <= 5 THEN 'product_type'
    WHEN term_id <= 14 THEN 'product_visibility'
    WHEN term_id <= 28 THEN 'product_cat'
    WHEN term_id <= 33 THEN 'product_brand'
    WHEN term_id <= 38 THEN 'product_tag'
    ELSE 'pa_color'
  END,
  '', CASE WHEN term_id BETWEEN 21 AND 25 THEN 20 WHEN term_id IN (27, 28) THEN 26 ELSE 0 END, 0
FROM {prefix}terms;

INSERT INTO {prefix}term_relationships SELECT product_id, IF(variable, 4, 2), 0
  FROM {prefix}demo_product;
INSERT INTO {prefix}term_relationships SELECT product_id, category, 0 FROM {prefix}demo_product;
INSERT INTO {prefix}term_relationships SELECT product_id, brand, 0 FROM {prefix}demo_product;
INSERT INTO {prefix}term_relationships SELECT product_id, tag, 0 FROM {prefix}demo_product
  WHERE tag IS NOT NULL;
INSERT INTO {prefix}term_relationships SELECT product_id, 8, 0 FROM {prefix}demo_product
  WHERE p % 15 = 0;
INSERT INTO {prefix}term_relationships SELECT product_id, 9, 0 FROM {prefix}demo_product
  WHERE stock = 0;
INSERT INTO {prefix}term_relationships SELECT product_id, 40 + v.seq, 0
  FROM {prefix}demo_product JOIN seq_1_to_3 AS v WHERE variable = 1;
UPDATE {prefix}term_taxonomy AS t
JOIN (SELECT term_taxonomy_id, COUNT(*) AS used FROM {prefix}term_relationships GROUP BY 1) AS r
  USING (term_taxonomy_id)
SET t.count = r.used;
INSERT INTO {prefix}termmeta
SELECT term_id, term_id, CONCAT('product_count_', taxonomy), count
FROM {prefix}term_taxonomy
WHERE taxonomy IN ('product_cat', 'product_tag', 'product_brand');
INSERT INTO {prefix}wc_category_lookup
SELECT t.parent, t.term_id FROM {prefix}term_taxonomy AS t WHERE t.parent > 0
UNION ALL SELECT t.term_id, t.term_id FROM {prefix}term_taxonomy AS t
  WHERE t.taxonomy = 'product_cat';
INSERT INTO {prefix}woocommerce_attribute_taxonomies
  VALUES (1, 'color', 'Color', 'select', 'menu_order', 0);

-- Reviews, and what the products remember of them. They are found by their numbers, which are above
-- those of the notes: the tables have no other key yet.
INSERT INTO {prefix}comments
SELECT
  4 * (@orders + 1) + r.p * 4 + k.seq, r.product_id, CONCAT(p.first_name, ' ', p.last_name),
  p.email, '', CONCAT('198.51.100.', 1 + r.p % 250), made.at + INTERVAL 1 HOUR, made.at,
  ELT(1 + CRC32(MD5(CONCAT_WS('/', @seed, 'words', r.p, k.seq))) % 4, 'Great, would buy again.',
    'Gut, aber der Versand war langsam.', 'As described 👍', 'It broke after "two" weeks.'),
  0, '1', '', 'review', 0, p.user_id
FROM {prefix}demo_product AS r
STRAIGHT_JOIN seq_1_to_4 AS k
STRAIGHT_JOIN {prefix}demo_person AS p
  ON p.id = 1 + CRC32(MD5(CONCAT_WS('/', @seed, 'reviewer', r.p, k.seq))) % (@customers + @guests)
STRAIGHT_JOIN (
  SELECT d, CAST(day AS DATETIME) + INTERVAL 45000 + d % 30000 SECOND AS at FROM {prefix}demo_day
) AS made ON made.d = CRC32(MD5(CONCAT_WS('/', @seed, 'reviewed', r.p, k.seq))) % @days
WHERE k.seq <= r.reviewed;
INSERT INTO {prefix}commentmeta
SELECT
  comment_ID, comment_ID, 'rating',
  ELT(1 + CRC32(MD5(CONCAT_WS('/', @seed, 'rating', comment_ID))) % 10, 5, 5, 5, 5, 4, 4, 4, 3, 2,
    1)
FROM {prefix}comments
WHERE comment_ID > 4 * (@orders + 1);

CREATE TABLE {prefix}demo_rated (
  product_id int unsigned NOT NULL PRIMARY KEY, average decimal(3,2) NOT NULL, votes int NOT NULL,
  counts varchar(100) NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_rated
SELECT
  product_id, SUM(stars * votes) / SUM(votes), SUM(votes),
  CONCAT('a:', COUNT(*), ':{',
    GROUP_CONCAT('i:', stars, ';i:', votes, ';' ORDER BY stars SEPARATOR ''), '}')
FROM (
  SELECT c.comment_post_ID AS product_id, m.meta_value AS stars, COUNT(*) AS votes
  FROM {prefix}comments AS c
  JOIN {prefix}commentmeta AS m ON m.meta_id = c.comment_ID
  WHERE c.comment_ID > 4 * (@orders + 1)
  GROUP BY 1, 2
) AS votes_a_star
GROUP BY product_id;

CREATE TABLE {prefix}demo_sold (
  product_id int unsigned NOT NULL PRIMARY KEY, qty bigint NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_sold
SELECT i.product_id, SUM(i.qty)
FROM {prefix}demo_item AS i
STRAIGHT_JOIN {prefix}demo_doc AS d ON d.doc_id = i.doc_id
WHERE i.kind = 1 AND i.refund = 0 AND d.paid IS NOT NULL
GROUP BY i.product_id
ORDER BY i.product_id;
