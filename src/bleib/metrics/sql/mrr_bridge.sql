-- slug: mrr_bridge
-- label_de: Umsatzbindung und Umsatzbrücke nach Verträgen
-- label_en: Revenue retention and revenue bridge by contracts
-- unit: money
-- reads: contracts
-- meaning_de: Wie der monatlich wiederkehrende Umsatz sich vom Anfang zum Ende des Zeitraums verändert hat: verloren, weniger, mehr, neu, zurückgewonnen. Die Teile gehen genau auf.
-- meaning_en: How monthly recurring revenue moved from the start to the end of the period: lost, contraction, expansion, new, won back. The parts add up exactly.
-- formula: start - lost - contraction + expansion + new + won_back = end. Per customer, a = MRR at the start of the
--   window, b = MRR at its end, active = a contract runs. Active at both: contraction = a - b where b < a, expansion =
--   b - a where b > a. Active at the start only: lost = a. Active at the end only: b is new (first contract ever began
--   in the window) or won_back. NRR = b of customers with a > 0 / their a x 100; GRR the same with b limited to a
-- formula_de: start - lost - contraction + expansion + new + won_back = end. Je Kunde a = MRR am Anfang des Zeitraums,
--   b = MRR an seinem Ende, aktiv = ein Vertrag läuft. An beiden aktiv: contraction = a - b, wo b < a, expansion =
--   b - a, wo b > a. Nur am Anfang aktiv: lost = a. Nur am Ende aktiv: b ist new (erster Vertrag überhaupt begann im
--   Zeitraum) oder won_back. NRR = b der Kunden mit a > 0 / ihr a x 100; GRR ebenso, mit b höchstens a
-- source: NRR and GRR as usual for subscriptions; the bridge is a definition of Bleib
-- source_de: NRR und GRR wie bei Abonnements üblich; die Brücke ist eine eigene Definition von Bleib
-- params: window window
-- members: movements;
--   start: before <> 0 -> before;
--   lost: lost <> 0 -> lost;
--   contraction: contraction <> 0 -> contraction;
--   expansion: expansion <> 0 -> expansion;
--   new: new <> 0 -> new;
--   won_back: won_back <> 0 -> won_back;
--   end: after <> 0 -> after
-- columns: start money, lost money, contraction money, expansion money, new money, won_back money, end money, nrr double,
--   grr double
with customer_mrr as (
    select
        customer,
        min(start_on) as first_on,
        bool_or(start_on <= $window_start and (end_on is null or end_on > $window_start)) as at_start,
        bool_or(end_on is null or end_on > $window_end) as at_end,
        sum(case when start_on <= $window_start and (end_on is null or end_on > $window_start) then amount end) as before,
        sum(case when end_on is null or end_on > $window_end then amount end) as after
    from contracts
    where start_on <= $window_end and (end_on is null or end_on > start_on)
    group by 1
),
levels as (
    select customer, first_on, at_start, at_end, coalesce(before, 0) as before, coalesce(after, 0) as after
    from customer_mrr
),
movements as (
    select
        customer,
        before,
        after,
        case when at_start and not at_end then before else 0 end as lost,
        case when at_start and at_end and after < before then before - after else 0 end as contraction,
        case when at_start and at_end and after > before then after - before else 0 end as expansion,
        case when at_end and first_on > $window_start then after else 0 end as new,
        case when at_end and not at_start and first_on <= $window_start then after else 0 end as won_back,
        case when before > 0 then after else 0 end as after_of_those,
        least(after, before) as retained
    from levels
)
select
    cast(coalesce(sum(before), 0) as decimal(38, 4)) as start,
    cast(coalesce(sum(lost), 0) as decimal(38, 4)) as lost,
    cast(coalesce(sum(contraction), 0) as decimal(38, 4)) as contraction,
    cast(coalesce(sum(expansion), 0) as decimal(38, 4)) as expansion,
    cast(coalesce(sum(new), 0) as decimal(38, 4)) as new,
    cast(coalesce(sum(won_back), 0) as decimal(38, 4)) as won_back,
    cast(coalesce(sum(after), 0) as decimal(38, 4)) as "end",
    100 * cast(sum(after_of_those) as double) / nullif(cast(sum(before) as double), 0) as nrr,
    100 * cast(sum(retained) as double) / nullif(cast(sum(before) as double), 0) as grr
from movements
