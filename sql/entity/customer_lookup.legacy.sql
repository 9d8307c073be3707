-- Customers of analytics, and what they spent where posts and postmeta hold the orders: the orders of the
-- user, or of the guest by the address of the bill, and the refunds of these orders.

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: wide orders
--   orders_count sum
--   total_spend sum
--   date_last_order_gmt latest
-- Nothing indexes whose an order is: of each order the first row of a key counts.
SELECT _key, SUM(is_order) AS orders_count, SUM(total) AS total_spend,
  MAX(created) AS date_last_order_gmt
FROM (
  SELECT COALESCE(registered.customer_id, guest.customer_id) AS _key, facts.is_order,
    ROUND(CAST(facts.total AS DECIMAL(36, 8)), {price_decimals}) AS total, facts.created
  FROM (
    SELECT parent.ID IS NULL AS is_order, orders.post_date_gmt AS created,
      CAST((SELECT LEFT(meta_value, 20) FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = orders.ID AND meta_key = '_customer_user'
        ORDER BY meta_id LIMIT 1) AS UNSIGNED) AS owner,
      (SELECT LEFT(meta_value, 100) FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = orders.ID AND meta_key = '_billing_email'
        ORDER BY meta_id LIMIT 1) AS email,
      (SELECT LEFT(meta_value, 100) FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = orders.ID AND meta_key = '_order_total'
        ORDER BY meta_id LIMIT 1) AS total
    FROM {prefix}posts AS orders {force:posts.PRIMARY}
    LEFT JOIN {prefix}posts AS parent
      ON parent.ID = orders.post_parent AND parent.post_type LIKE 'shop\_order%'
    WHERE orders.ID > {slice_after} AND orders.ID <= {slice_upto}
      AND orders.post_type = 'shop_order' AND orders.post_status NOT IN ({uncounted})
      AND orders.post_date_gmt > '0001-01-01' AND orders.post_date_gmt <> '1970-01-01'
    UNION ALL
    SELECT 0, refund.post_date_gmt,
      CAST((SELECT LEFT(meta_value, 20) FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = orders.ID AND meta_key = '_customer_user'
        ORDER BY meta_id LIMIT 1) AS UNSIGNED),
      (SELECT LEFT(meta_value, 100) FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = orders.ID AND meta_key = '_billing_email'
        ORDER BY meta_id LIMIT 1),
      (SELECT LEFT(meta_value, 100) FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = refund.ID AND meta_key = '_order_total'
        ORDER BY meta_id LIMIT 1)
    FROM {prefix}posts AS refund {force:posts.PRIMARY}
    JOIN {prefix}posts AS orders ON orders.ID = refund.post_parent
    WHERE refund.ID > {slice_after} AND refund.ID <= {slice_upto}
      AND refund.post_type = 'shop_order_refund' AND orders.post_type = 'shop_order'
      AND orders.post_status NOT IN ({uncounted})
      AND refund.post_date_gmt > '0001-01-01' AND refund.post_date_gmt <> '1970-01-01'
  ) AS facts
  LEFT JOIN {prefix}wc_customer_lookup AS registered ON registered.user_id = facts.owner
    AND facts.owner > 0
  LEFT JOIN {prefix}wc_customer_lookup AS guest ON guest.email = facts.email
    AND COALESCE(facts.owner, 0) = 0 AND COALESCE(guest.user_id, 0) = 0 AND guest.email <> ''
) AS booked
WHERE _key > {after} AND _key <= {upto}
GROUP BY _key

--: changed users table=wc_customer_lookup
SELECT STRAIGHT_JOIN customer.customer_id FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = IF(o.post_type = 'shop_order', o.ID, o.post_parent)
    AND owner.meta_key = '_customer_user'
JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = NULLIF(CAST(LEFT(owner.meta_value, 20) AS UNSIGNED), 0)
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type IN ('shop_order', 'shop_order_refund')
LIMIT {limit}

--: changed noted_users table=wc_customer_lookup index=comments.comment_date_gmt
-- Each change of a status leaves a note, also of orders too old to be looked at.
SELECT STRAIGHT_JOIN customer.customer_id
FROM {prefix}comments AS note {force:comments.comment_date_gmt}
JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = note.comment_post_ID AND owner.meta_key = '_customer_user'
JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = NULLIF(CAST(LEFT(owner.meta_value, 20) AS UNSIGNED), 0)
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched order table=wc_customer_lookup
SELECT STRAIGHT_JOIN o.ID, customer.customer_id FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = o.ID AND owner.meta_key = '_customer_user'
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = NULLIF(CAST(LEFT(owner.meta_value, 20) AS UNSIGNED), 0)
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order'
LIMIT {limit}

--: touched refund table=wc_customer_lookup
--   gone nothing
SELECT STRAIGHT_JOIN o.ID, customer.customer_id FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = o.post_parent AND owner.meta_key = '_customer_user'
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = NULLIF(CAST(LEFT(owner.meta_value, 20) AS UNSIGNED), 0)
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order_refund'
LIMIT {limit}

--: changed guests table=wc_customer_lookup
SELECT STRAIGHT_JOIN customer.customer_id FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = IF(o.post_type = 'shop_order', o.ID, o.post_parent)
    AND owner.meta_key = '_billing_email'
JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email = LEFT(owner.meta_value, 100) AND customer.email <> ''
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type IN ('shop_order', 'shop_order_refund')
LIMIT {limit}

--: changed noted_guests table=wc_customer_lookup index=comments.comment_date_gmt
-- Each change of a status leaves a note, also of orders too old to be looked at.
SELECT STRAIGHT_JOIN customer.customer_id
FROM {prefix}comments AS note {force:comments.comment_date_gmt}
JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = note.comment_post_ID AND owner.meta_key = '_billing_email'
JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email = LEFT(owner.meta_value, 100) AND customer.email <> ''
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched order table=wc_customer_lookup
SELECT STRAIGHT_JOIN o.ID, customer.customer_id FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = o.ID AND owner.meta_key = '_billing_email'
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email = LEFT(owner.meta_value, 100) AND customer.email <> ''
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order'
LIMIT {limit}

--: touched refund table=wc_customer_lookup
--   gone nothing
SELECT STRAIGHT_JOIN o.ID, customer.customer_id FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = o.post_parent AND owner.meta_key = '_billing_email'
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email = LEFT(owner.meta_value, 100) AND customer.email <> ''
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order_refund'
LIMIT {limit}
