-- slug: totals
-- label_de: Gesamtzahlen
-- label_en: Totals
-- unit: counts and money
-- meaning_de: Kunden, Käufe, Positionen und Umsatz bis zum Stichtag. Zeilen ohne Kunden zählen beim Umsatz mit, bei Kunden und Käufen nicht.
-- meaning_en: Customers, purchases, lines and revenue up to the date. Lines without a customer count in revenue, not in customers and purchases.
-- formula: sums over activity before `until`; revenue is net of refunds; orders and lines are those of known customers
-- formula_de: Summen über activity vor `until`; Umsatz nach Abzug der Gutschriften; orders und lines sind die der
--   bekannten Kunden
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: until date
-- members: per_customer; customers: customer is not null and orders > 0
-- columns: customers bigint, orders bigint, lines bigint, revenue money, refunds money, revenue_without_customer money,
--   first_day date, last_day date
with per_customer as (
    select
        customer,
        sum(orders) as orders,
        sum(lines) as lines,
        sum(revenue) as revenue,
        sum(refunds) as refunds,
        min(day) as first_day,
        max(day) as last_day
    from activity
    where day < $until
    group by 1
)
select
    count(*) filter (where customer is not null and orders > 0) as customers,
    cast(coalesce(sum(case when customer is not null then orders end), 0) as bigint) as orders,
    cast(coalesce(sum(case when customer is not null then lines end), 0) as bigint) as lines,
    cast(sum(revenue) as decimal(38, 4)) as revenue,
    cast(sum(refunds) as decimal(38, 4)) as refunds,
    cast(sum(case when customer is null or revenue is null then revenue else 0 end) as decimal(38, 4))
        as revenue_without_customer,
    min(first_day) as first_day,
    max(last_day) as last_day
from per_customer
