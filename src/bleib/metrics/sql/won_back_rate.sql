-- slug: won_back_rate
-- label_de: Rückgewinnungsrate
-- label_en: Won-back rate
-- unit: percent
-- meaning_de: Wie viele frühere Kunden, die im Ausgangszeitraum nicht kauften, im Folgezeitraum zurückkamen.
-- meaning_en: How many earlier customers without a purchase in the base period came back in the next period.
-- formula: won_back / inactive x 100; inactive = first purchase before the next period, none in the base period
-- formula_de: won_back / inactive x 100; inactive = erster Kauf vor dem Folgezeitraum, keiner im Ausgangszeitraum
-- source: Stauss & Friege (1999), Regaining Service Customers, Journal of Service Research 1(4); interval: Wilson (1927)
-- source_de: Stauss & Friege (1999), Regaining Service Customers, Journal of Service Research 1(4); Intervall: Wilson
--   (1927)
-- params: base window, next window
-- interval: won_back / inactive
-- shared: customer_windows
-- members: customer_windows;
--   inactive: first_on < $next_start and not in_base;
--   won_back: in_next and first_on < $next_start and not in_base
-- columns: inactive bigint, won_back bigint, rate double, ci95_low double, ci95_high double
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
    select count(*) as inactive, count(*) filter (where in_next) as won_back
    from customer_windows
    where first_on < $next_start and not in_base
)
select inactive, won_back, 100 * won_back / nullif(inactive, 0) as rate
from counts
