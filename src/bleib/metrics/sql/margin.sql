-- slug: margin
-- label_de: Marge
-- label_en: Margin
-- unit: percent
-- meaning_de: Was vom Umsatz nach den Kosten der Ware bleibt, an den Tagen und bei den Kunden, deren Kosten bekannt sind.
-- meaning_en: What is left of revenue after the cost of goods, on the days and with the customers whose cost is known.
-- formula: margin = (revenue - cost) / revenue x 100, over rows of activity that have a cost
-- formula_de: margin = (revenue - cost) / revenue x 100, über die Zeilen von activity mit Kosten
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: window window
-- columns: revenue money, cost money, margin double
with known as (
    select revenue, cost
    from activity
    where day >= $window_start and day < $window_end and cost is not null and revenue is not null
)
select
    cast(sum(revenue) as decimal(38, 4)) as revenue,
    cast(sum(cost) as decimal(38, 4)) as cost,
    case when sum(revenue) > 0
        then 100 * cast(sum(revenue) - sum(cost) as double) / cast(sum(revenue) as double) end as margin
from known
