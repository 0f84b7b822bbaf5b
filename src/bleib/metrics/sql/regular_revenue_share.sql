-- slug: regular_revenue_share
-- label_de: Umsatzanteil der Stammkunden
-- label_en: Revenue share of regulars
-- unit: percent
-- meaning_de: Welcher Teil des Umsatzes von Kunden kam, die zu Beginn des Zeitraums schon Stammkunden waren.
-- meaning_en: Which part of the revenue came from customers who were regulars when the period began.
-- formula: revenue of customers with two or more purchases before the period / revenue of the period x 100;
--   revenue is net of refunds and holds the lines without customer
-- formula_de: Umsatz der Kunden mit zwei oder mehr Käufen vor dem Zeitraum / Umsatz des Zeitraums x 100; Umsatz nach
--   Abzug der Gutschriften und mit den Zeilen ohne Kundennummer
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: window window
-- members: customer_revenue; regular_revenue: customer is not null and orders_before >= 2 -> revenue
-- columns: revenue money, regular_revenue money, share double
with customer_revenue as (
    select
        customer,
        sum(case when day < $window_start then orders else 0 end) as orders_before,
        sum(case when day >= $window_start then revenue end) as revenue
    from activity
    where day < $window_end
    group by 1
),
sums as (
    select
        sum(revenue) as revenue,
        -- An unknown amount stays unknown; a known one of somebody else counts as 0.
        sum(case when revenue is null or (customer is not null and orders_before >= 2) then revenue else 0 end)
            as regular_revenue
    from customer_revenue
)
select
    cast(revenue as decimal(38, 4)) as revenue,
    cast(regular_revenue as decimal(38, 4)) as regular_revenue,
    100 * cast(regular_revenue as double) / nullif(cast(revenue as double), 0) as share
from sums
