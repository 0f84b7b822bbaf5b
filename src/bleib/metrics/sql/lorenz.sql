-- slug: lorenz
-- label_de: Lorenzkurve des Umsatzes
-- label_en: Lorenz curve of revenue
-- unit: percent
-- meaning_de: Welchen Anteil am Umsatz die kleinsten x Prozent der Kunden zusammen haben (höchstens 101 Punkte).
-- meaning_en: Which share of revenue the smallest x percent of customers have together (at most 101 points).
-- formula: customers ascending by net revenue in the window; (i / n x 100, cumulated revenue / revenue x 100), one point
--   per percent; empty where revenue is unknown or not positive
-- formula_de: Kunden aufsteigend nach Nettoumsatz im Zeitraum; (i / n x 100, aufaddierter Umsatz / Umsatz x 100), ein
--   Punkt je Prozent; leer, wo der Umsatz unbekannt oder nicht positiv ist
-- source: Lorenz (1905), Methods of Measuring the Concentration of Wealth
-- params: window window
-- columns: customers_share double, revenue_share double
with customer_revenue as (
    select customer, sum(revenue) as revenue
    from activity
    where customer is not null and day >= $window_start and day < $window_end
    group by 1
    having sum(orders) > 0
),
ranked as (
    select
        row_number() over (order by revenue, customer) as position,
        count(*) over () as customers,
        sum(revenue) over (order by revenue, customer rows unbounded preceding) as cumulated,
        sum(revenue) over () as total
    from customer_revenue
),
points as (
    select 0 as customers_share, 0 as revenue_share
    from ranked
    where position = 1 and total > 0
    union all
    select 100 * cast(position as double) / customers, 100 * cast(cumulated as double) / cast(total as double)
    from ranked
    where total > 0 and floor(100 * position / customers) > floor(100 * (position - 1) / customers)
)
select cast(customers_share as double) as customers_share, cast(revenue_share as double) as revenue_share
from points
order by 1, 2
