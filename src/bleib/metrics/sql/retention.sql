-- slug: retention
-- label_de: Kundenbindungsrate
-- label_en: Customer retention rate
-- unit: percent
-- meaning_de: Wie viele Kunden des Ausgangszeitraums im Folgezeitraum wieder gekauft haben. Neue und zurückgewonnene Kunden zählen nicht als gehalten.
-- meaning_en: How many customers of the base period bought again in the next period. New and won-back customers do not count as kept.
-- formula: CRR = (E - N) / S x 100 = kept / customers_start x 100, with N = new + won_back; churn = 100 - CRR;
--   naive_crr = (customers_end - new) / customers_start x 100 takes won-back customers for kept ones and can exceed 100
-- formula_de: CRR = (E - N) / S x 100 = kept / customers_start x 100, mit N = new + won_back; churn = 100 - CRR;
--   naive_crr = (customers_end - new) / customers_start x 100 hält Zurückgewonnene für gehalten und kann über 100
--   liegen
-- source: Reichheld & Sasser (1990), Zero Defections, HBR 68(5); interval: Wilson (1927)
-- source_de: Reichheld & Sasser (1990), Zero Defections, HBR 68(5); Intervall: Wilson (1927)
-- params: base window, next window
-- interval: kept / customers_start
-- shared: customer_windows
-- members: customer_windows;
--   customers_start: in_base;
--   customers_end: in_next;
--   new: in_next and first_on >= $next_start;
--   won_back: in_next and not in_base and first_on < $next_start;
--   kept: in_base and in_next;
--   lost: in_base and not in_next
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
        count(*) filter (where in_next and first_on >= $next_start) as new,
        count(*) filter (where in_base and in_next) as kept
    from customer_windows
)
select
    customers_start,
    customers_end,
    new,
    customers_end - kept - new as won_back,
    kept,
    customers_start - kept as lost,
    100 * kept / nullif(customers_start, 0) as crr,
    100 * (customers_start - kept) / nullif(customers_start, 0) as churn,
    100 * (customers_end - new) / nullif(customers_start, 0) as naive_crr
from counts
