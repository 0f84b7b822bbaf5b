-- slug: change_sums
-- label_de: Veränderungen zwischen zwei Stichtagen
-- label_en: Changes between two dates
-- unit: counts and money
-- meaning_de: Wie viele Kunden zwischen zwei Stichtagen neu, zurückgewonnen, verloren oder geblieben sind und welchen Umsatz sie brachten.
-- meaning_en: How many customers are new, won back, lost or kept between two dates, and the revenue they brought.
-- formula: customers, before and after of customer_changes, summed up per kind
-- formula_de: Kunden, before und after aus customer_changes, je kind zusammengezählt
-- source: definition of Bleib; see customer_changes
-- source_de: eigene Definition von Bleib; siehe customer_changes
-- params: at date, next_at date, days count = 365
-- uses: changed = customer_changes(at = at, next_at = next_at, days = days)
-- columns: kind text, customers bigint, before money, after money
with per_kind as (
    select kind, count(*) as customers, sum(before) as before, sum(after) as after
    from changed
    group by 1
)
select
    kind,
    customers,
    cast(before as decimal(38, 4)) as before,
    cast(after as decimal(38, 4)) as after
from per_kind
order by kind
