-- slug: journey_paths
-- label_de: Wege zum Kauf und zum Abgang
-- label_en: Paths to purchase and to churn
-- unit: customers
-- reads: touchpoints
-- meaning_de: Die letzten bis zu drei Berührungspunkte jedes Kunden vor seinem jüngsten Kauf im Zeitraum und, bei verstummten Kunden, vor dem Verstummen. Jede Zeile ist ein Schritt von einem Berührungspunkt zum nächsten.
-- meaning_en: The last up to three touchpoints of each customer before its newest purchase in the window and, of customers who fell silent, before they did. Each row is a step from one touchpoint to the next.
-- formula: purchase: newest day in the window with an order or the start of a contract; its path: touchpoints on the
--   path_days before it, after the purchase before. churn: no touchpoint in the last silent_days of the window, the last
--   one in it; its path: touchpoints on the last day and the path_days before. The same touchpoint in a row counts once;
--   step 1 leads to the outcome; `none` = nothing before it
-- formula_de: purchase: jüngster Tag im Zeitraum mit einer Bestellung oder einem Vertragsbeginn; sein Weg:
--   Berührungspunkte in den path_days davor, nach dem vorigen Kauf. churn: kein Berührungspunkt in den letzten
--   silent_days des Zeitraums, der letzte in ihm; sein Weg: Berührungspunkte am letzten Tag und in den path_days davor.
--   Derselbe Berührungspunkt in Folge zählt einmal; step 1 führt zum Ergebnis; `none` = nichts davor
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: window window, path_days count = 90, silent_days count = 180
-- members: links; customers(outcome text, step count, from_touchpoint text, to_touchpoint text): outcome = $outcome and
--   step = $step and from_touchpoint = $from_touchpoint and to_touchpoint = $to_touchpoint
-- columns: outcome text, step bigint, from_touchpoint text, to_touchpoint text, customers bigint
with recent as (
    select customer, day, touchpoint
    from touchpoints
    where customer is not null and day < $window_end and date_diff('day', day, $window_start) <= $path_days
),
spans as (
    select
        customer,
        max(day) as last_on,
        max(case when touchpoint in ('order', 'contract_started') then day end) as bought_on
    from recent
    where day >= $window_start
    group by 1
),
newest as (
    select
        spans.customer,
        bought_on as day,
        max(case when touchpoint in ('order', 'contract_started') then recent.day end) as before_on
    from spans
    left join recent on recent.customer = spans.customer and recent.day < bought_on
    where bought_on is not null
    group by 1, 2
),
silent as (
    select customer, last_on as day
    from spans
    where date_diff('day', last_on, $window_end) > $silent_days
),
outcomes as (
    select 'purchase' as outcome, customer, day, before_on from newest
    union all
    select 'churn' as outcome, customer, day, cast(null as date) as before_on from silent
),
walked as (
    select
        outcome, outcomes.customer, recent.day, touchpoint,
        lag(touchpoint) over (
            partition by outcome, outcomes.customer order by recent.day, touchpoint
        ) as before
    from outcomes
    join recent on recent.customer = outcomes.customer
    where date_diff('day', recent.day, outcomes.day) <= $path_days
        and (recent.day < outcomes.day or (recent.day = outcomes.day and outcome = 'churn'))
        and (before_on is null or recent.day > before_on)
),
numbered as (
    select
        outcome, customer, touchpoint,
        row_number() over (partition by outcome, customer order by day desc, touchpoint desc) as place
    from walked
    where before is null or before <> touchpoint
),
paths as (
    select
        outcomes.outcome, outcomes.customer,
        max(case when place = 1 then touchpoint end) as last_one,
        max(case when place = 2 then touchpoint end) as second,
        max(case when place = 3 then touchpoint end) as third
    from outcomes
    left join numbered on numbered.customer = outcomes.customer and numbered.outcome = outcomes.outcome
    group by 1, 2
),
links as (
    select customer, outcome, 1 as step, coalesce(last_one, 'none') as from_touchpoint, outcome as to_touchpoint
    from paths
    union all
    select customer, outcome, 2 as step, second as from_touchpoint, last_one as to_touchpoint
    from paths
    where second is not null
    union all
    select customer, outcome, 3 as step, third as from_touchpoint, second as to_touchpoint
    from paths
    where third is not null
)
select outcome, cast(step as bigint) as step, from_touchpoint, to_touchpoint, count(*) as customers
from links
group by 1, 2, 3, 4
order by outcome, step desc, customers desc, from_touchpoint, to_touchpoint
