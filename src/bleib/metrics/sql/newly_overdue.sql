-- slug: newly_overdue
-- label_de: Neu überfällige Kunden
-- label_en: Newly overdue customers
-- unit: customers
-- meaning_de: Kunden, die zum zweiten Stichtag überfällig sind und es zum ersten noch nicht waren; die wertvollsten zuerst.
-- meaning_en: Customers who are overdue on the second date and were not yet on the first; the most valuable first.
-- formula: customers of overdue at `next_at` who are not in overdue at `at`
-- formula_de: Kunden aus overdue zu `next_at`, die in overdue zu `at` nicht stehen
-- source: definition of Bleib; see overdue
-- source_de: eigene Definition von Bleib; siehe overdue
-- params: at date, next_at date, ratio number = 2
-- uses: late_before = overdue(at = at, ratio = ratio), late_after = overdue(at = next_at, ratio = ratio)
-- columns: customer text, name text, orders bigint, last_on date, days_since bigint, usual_gap double,
--   overdue_ratio double, revenue_year money, revenue money
with known as (
    select customer as known_customer
    from late_before
)
select customer, name, orders, last_on, days_since, usual_gap, overdue_ratio, revenue_year, revenue
from late_after
left join known on known_customer = customer
where known_customer is null
order by revenue_year desc nulls last, overdue_ratio desc, customer
