-- slug: revenue_retention
-- label_de: Umsatzbindung und Umsatzbrücke
-- label_en: Revenue retention and revenue bridge
-- unit: money
-- meaning_de: Wie der Umsatz mit bekannten Kunden sich vom Ausgangs- zum Folgezeitraum verändert hat: verloren, weniger, mehr, neu, zurückgewonnen, späte Gutschriften. Die Teile gehen genau auf.
-- meaning_en: How revenue with known customers moved from the base to the next period: lost, contraction, expansion, new, won back, late refunds. The parts add up exactly.
-- formula: start - lost - contraction + expansion + new + won_back + late_refunds = end. Per customer, a = net revenue in
--   base, b = net revenue in next. Bought in both: contraction = a - b where b < a, expansion = b - a where b > a.
--   Bought in base only: lost = a where a > 0. Bought in next only: b is new (first purchase ever) or won_back.
--   late_refunds = credits booked in a window in which the customer bought nothing, or that exceeded what was bought
--   before the customer was lost; those of next lower it, those of base raise it because they are over.
--   NRR = revenue in next of customers with a > 0 / their a x 100; GRR the same with b limited to between 0 and a
-- formula_de: start - lost - contraction + expansion + new + won_back + late_refunds = end. Je Kunde a = Nettoumsatz in
--   base, b = Nettoumsatz in next. In beiden gekauft: contraction = a - b, wo b < a, expansion = b - a, wo b > a. Nur
--   in base gekauft: lost = a, wo a > 0. Nur in next gekauft: b ist new (erster Kauf überhaupt) oder won_back.
--   late_refunds = Gutschriften in einem Zeitraum, in dem der Kunde nichts kaufte, oder die höher waren als das, was
--   vor dem Verlust des Kunden gekauft war; die von next senken den Wert, die von base heben ihn, weil sie vorüber
--   sind. NRR = Umsatz der Kunden mit a > 0 in next / ihr a x 100; GRR ebenso, mit b zwischen 0 und a begrenzt
-- source: NRR and GRR as usual for subscriptions, with revenue per period for MRR; the bridge is a definition of Bleib
-- source_de: NRR und GRR wie bei Abonnements üblich, mit dem Umsatz je Zeitraum statt MRR; die Brücke ist eine eigene
--   Definition von Bleib
-- params: base window, next window
-- members: movements;
--   start: before <> 0 -> before;
--   lost: lost <> 0 -> lost;
--   contraction: contraction <> 0 -> contraction;
--   expansion: expansion <> 0 -> expansion;
--   new: new <> 0 -> new;
--   won_back: won_back <> 0 -> won_back;
--   late_refunds: late_refunds <> 0 -> late_refunds;
--   end: after <> 0 -> after
-- columns: start money, lost money, contraction money, expansion money, new money, won_back money, late_refunds money,
--   end money, nrr double, grr double
with customer_revenue as (
    select
        customer,
        min(case when orders > 0 then day end) as first_on,
        bool_or(orders > 0 and day >= $base_start and day < $base_end) as in_base,
        bool_or(orders > 0 and day >= $next_start) as in_next,
        sum(case when day >= $base_start and day < $base_end then revenue else 0 end) as before,
        sum(case when day >= $next_start then revenue else 0 end) as after
    from activity
    where customer is not null and revenue is not null and day < $next_end
    group by 1
),
movements as (
    select
        customer,
        before,
        after,
        case when in_base and not in_next and before > 0 then before else 0 end as lost,
        case when in_base and in_next and after < before then before - after else 0 end as contraction,
        case when in_base and in_next and after > before then after - before else 0 end as expansion,
        case when in_next and not in_base and first_on >= $next_start then after else 0 end as new,
        case when in_next and not in_base and first_on < $next_start then after else 0 end as won_back,
        case when not in_next then after else 0 end
            - case when not in_base or (not in_next and before < 0) then before else 0 end as late_refunds,
        case when before > 0 then before else 0 end as positive_before,
        case when before > 0 then after else 0 end as after_of_positive,
        case when before > 0 then greatest(least(after, before), 0) else 0 end as retained
    from customer_revenue
)
select
    cast(sum(before) as decimal(38, 4)) as start,
    cast(sum(lost) as decimal(38, 4)) as lost,
    cast(sum(contraction) as decimal(38, 4)) as contraction,
    cast(sum(expansion) as decimal(38, 4)) as expansion,
    cast(sum(new) as decimal(38, 4)) as new,
    cast(sum(won_back) as decimal(38, 4)) as won_back,
    cast(sum(late_refunds) as decimal(38, 4)) as late_refunds,
    cast(sum(after) as decimal(38, 4)) as "end",
    100 * cast(sum(after_of_positive) as double) / nullif(cast(sum(positive_before) as double), 0) as nrr,
    100 * cast(sum(retained) as double) / nullif(cast(sum(positive_before) as double), 0) as grr
from movements
