-- slug: retention_regulars
-- label_de: Kundenbindungsrate der Stammkunden
-- label_en: Retention rate of regulars
-- unit: percent
-- meaning_de: Wie viele Stammkunden (mindestens zwei Käufe bis zum Ende des Ausgangszeitraums) im Folgezeitraum wieder gekauft haben. Wer nur einmal kaufte, war nie gebunden.
-- meaning_en: How many regulars (two or more purchases before the base period ended) bought again in the next period. A one-time buyer was never bound.
-- formula: as retention, counted only over customers with at least two purchases before the end of the base period;
--   nobody of them can be new
-- formula_de: wie retention, gezählt nur über Kunden mit mindestens zwei Käufen vor dem Ende des Ausgangszeitraums; von
--   ihnen kann niemand neu sein
-- source: definition of Bleib (regulars, Bestandskunden); interval: Wilson (1927)
-- source_de: eigene Definition von Bleib (Stammkunden, Bestandskunden); Intervall: Wilson (1927)
-- params: base window, next window
-- interval: kept / customers_start
-- shared: customer_windows
-- members: customer_windows;
--   customers_start: in_base and orders_before >= 2;
--   customers_end: in_next and orders_before >= 2;
--   won_back: in_next and not in_base and orders_before >= 2;
--   kept: in_base and in_next and orders_before >= 2;
--   lost: in_base and not in_next and orders_before >= 2
-- columns: customers_start bigint, customers_end bigint, new bigint, won_back bigint, kept bigint, lost bigint,
--   crr double, churn double, naive_crr double, ci95_low double, ci95_high double
with customer_windows as (
    select
        min(day) as first_on,
        sum(case when day < $base_end then orders else 0 end) as orders_before,
        bool_or(day >= $base_start and day < $base_end) as in_base,
        bool_or(day >= $next_start and day < $next_end) as in_next
    from activity
    where customer is not null and orders > 0 and day < $next_end
    group by customer
),
counts as (
    select
        count(*) filter (where in_base) as customers_start,
        count(*) filter (where in_next) as customers_end,
        count(*) filter (where in_base and in_next) as kept
    from customer_windows
    where orders_before >= 2
)
select
    customers_start,
    customers_end,
    0 as new,
    customers_end - kept as won_back,
    kept,
    customers_start - kept as lost,
    100 * kept / nullif(customers_start, 0) as crr,
    100 * (customers_start - kept) / nullif(customers_start, 0) as churn,
    100 * customers_end / nullif(customers_start, 0) as naive_crr
from counts
