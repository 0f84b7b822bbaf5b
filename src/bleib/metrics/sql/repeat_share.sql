-- slug: repeat_share
-- label_de: Stammkundenanteil
-- label_en: Repeat share
-- unit: percent
-- meaning_de: Anteil der Kunden mit mindestens zwei Käufen an allen Kunden.
-- meaning_en: Share of customers with two or more purchases among all customers.
-- formula: regulars / customers x 100; regulars = customers with at least two purchases before `until`
-- formula_de: regulars / customers x 100; regulars = Kunden mit mindestens zwei Käufen vor `until`
-- source: definition of Bleib; interval: Wilson (1927)
-- source_de: eigene Definition von Bleib; Intervall: Wilson (1927)
-- params: until date
-- interval: regulars / customers
-- shared: customer_spans
-- members: customer_spans; customers: true; regulars: orders >= 2
-- columns: customers bigint, regulars bigint, repeat_share double, ci95_low double, ci95_high double
with customer_spans as (
    select min(day) as first_on, max(day) as last_on, sum(orders) as orders
    from activity
    where customer is not null and orders > 0 and day < $until
    group by customer
),
counts as (
    select count(*) as customers, count(*) filter (where orders >= 2) as regulars
    from customer_spans
)
select customers, regulars, 100 * regulars / nullif(customers, 0) as repeat_share
from counts
