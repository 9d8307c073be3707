-- What belongs to subscriptions besides what they share with orders, where posts hold them.
-- Renewals are looked through once a page: no index leads from a subscription to them.

--: fold renewals
--   * * count renewal_count
--   * * rounded renewal_total
SELECT STRAIGHT_JOIN CAST(LEFT(link.meta_value, 20) AS UNSIGNED) AS _key, '' AS _lane,
  renewal.ID AS _group, '' AS _name, meta.meta_id AS _rank, LEFT(meta.meta_value, 100) AS _value
FROM {prefix}postmeta AS link {force:postmeta.meta_key}
JOIN {prefix}posts AS renewal {force:posts.PRIMARY}
  ON renewal.ID = link.post_id AND renewal.post_type = 'shop_order'
    AND renewal.post_status IN ('wc-processing', 'wc-completed')
JOIN {prefix}postmeta AS meta {force:postmeta.post_id}
  ON meta.post_id = renewal.ID AND meta.meta_key = '_order_total'
WHERE link.meta_key = '_subscription_renewal'
  AND CAST(LEFT(link.meta_value, 20) AS UNSIGNED) > {after}
  AND CAST(LEFT(link.meta_value, 20) AS UNSIGNED) <= {upto}
ORDER BY _key, renewal.ID

--: single payments
SELECT _key, MAX(paid) AS last_payment_date_gmt
FROM (
  SELECT STRAIGHT_JOIN subscription.ID AS _key,
    CAST(LEFT(meta.meta_value, 20) AS UNSIGNED) AS paid
  FROM {prefix}posts AS subscription {force:posts.PRIMARY}
  JOIN {prefix}postmeta AS meta {force:postmeta.post_id}
    ON meta.post_id = subscription.post_parent AND meta.meta_key = '_date_paid'
  WHERE subscription.ID > {after} AND subscription.ID <= {upto}
    AND subscription.post_type = {type}
  UNION ALL
  SELECT STRAIGHT_JOIN CAST(LEFT(link.meta_value, 20) AS UNSIGNED),
    CAST(LEFT(meta.meta_value, 20) AS UNSIGNED)
  FROM {prefix}postmeta AS link {force:postmeta.meta_key}
  JOIN {prefix}postmeta AS meta {force:postmeta.post_id}
    ON meta.post_id = link.post_id AND meta.meta_key = '_date_paid'
  WHERE link.meta_key = '_subscription_renewal'
    AND CAST(LEFT(link.meta_value, 20) AS UNSIGNED) > {after}
    AND CAST(LEFT(link.meta_value, 20) AS UNSIGNED) <= {upto}
) AS payments
GROUP BY _key
ORDER BY _key
