-- slug: contract_retention
-- label_de: Kundenbindungsrate nach Verträgen
-- label_en: Customer retention rate by contracts
-- unit: percent
-- reads: contracts
-- meaning_de: Wie viele Kunden mit laufendem Vertrag am Anfang des Zeitraums auch an seinem Ende einen haben. Neue und zurückgewonnene Kunden zählen nicht als gehalten; Testphasen zählen nicht.
-- meaning_en: How many customers with a running contract at the start of the period have one at its end, too. New and won-back customers do not count as kept; trials do not count.
-- formula: active at t = a contract runs at t, start_on <= t < end_on. CRR = (E - N) / S x 100 = kept / customers_start x
--   100, with S active at the start of the window, E active at its end, N = new + won_back; new = first contract ever
--   began in the window; churn (logo churn) = 100 - CRR; naive_crr = (E - new) / S x 100
-- formula_de: aktiv zum Zeitpunkt t = ein Vertrag läuft, start_on <= t < end_on. CRR = (E - N) / S x 100 = kept /
--   customers_start x 100, mit S aktiv am Anfang des Zeitraums, E aktiv an seinem Ende, N = new + won_back; new = erster
--   Vertrag überhaupt begann im Zeitraum; churn (Kundenabwanderung) = 100 - CRR; naive_crr = (E - new) / S x 100
-- source: Reichheld & Sasser (1990), Zero Defections, HBR 68(5); interval: Wilson (1927)
-- source_de: Reichheld & Sasser (1990), Zero Defections, HBR 68(5); Intervall: Wilson (1927)
-- params: window window
-- interval: kept / customers_start
-- members: customer_contracts;
--   customers_start: at_start;
--   customers_end: at_end;
--   new: at_end and first_on > $window_start;
--   won_back: at_end and not at_start and first_on <= $window_start;
--   kept: at_start and at_end;
--   lost: at_start and not at_end
-- columns: customers_start bigint, customers_end bigint, new bigint, won_back bigint, kept bigint, lost bigint,
--   crr double, churn double, naive_crr double, ci95_low double, ci95_high double
with customer_contracts as (
    select
        customer,
        min(start_on) as first_on,
        bool_or(start_on <= $window_start and (end_on is null or end_on > $window_start)) as at_start,
        bool_or(end_on is null or end_on > $window_end) as at_end
    from contracts
    where start_on <= $window_end and (end_on is null or end_on > start_on)
    group by 1
),
counts as (
    select
        count(*) filter (where at_start) as customers_start,
        count(*) filter (where at_end) as customers_end,
        count(*) filter (where at_end and first_on > $window_start) as new,
        count(*) filter (where at_start and at_end) as kept
    from customer_contracts
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
