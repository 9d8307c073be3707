-- Drops the working tables of the generator.

DROP TABLE IF EXISTS
  {prefix}demo_summer, {prefix}demo_day, {prefix}demo_clock, {prefix}demo_draw,
  {prefix}demo_product, {prefix}demo_article, {prefix}demo_person, {prefix}demo_order,
  {prefix}demo_item, {prefix}demo_sum, {prefix}demo_first, {prefix}demo_doc, {prefix}demo_refund,
  {prefix}demo_key, {prefix}demo_rated, {prefix}demo_sold, {prefix}demo_odd;
