-- slug: journey_map
-- label_de: Landkarte der Kundenreise
-- label_en: Customer journey map
-- unit: counts
-- reads: touchpoints
-- meaning_de: Welche Berührungspunkte Kunden im Zeitraum in jeder Phase ihrer Reise hatten: wie viele Kunden, wie oft, wie lange nach dem Berührungspunkt davor, wie zufrieden diese Kunden sind, und nach welchem sie verstummten.
-- meaning_en: Which touchpoints customers had in the window in each phase of their journey: how many customers, how often, how long after the touchpoint before, how content these customers are, and after which of them they fell silent.
-- formula: phase: aware = before the first purchase; buy = the way to it (orders, contracts, deals); onboard = its first
--   onboarding_days; use = later; renew = later orders, contracts and deals, changes, notices and ends; recommend = an
--   NPS answer of 9 or 10; touchpoint `any` = the phase as a whole; share of all with any touchpoint; days = median
--   since the customer's day before with a touchpoint; observed = there at least silent_days before the end;
--   last_here = of these, who had nothing after it; drop_off = last_here / observed; nps = promoters less detractors
--   among these customers' answers in the window
-- formula_de: Phase: aware = vor dem ersten Kauf; buy = der Weg zu ihm (Bestellungen, Verträge, Verkaufschancen);
--   onboard = seine ersten onboarding_days; use = später; renew = spätere Bestellungen, Verträge und Verkaufschancen,
--   Änderungen, Kündigungen und Enden; recommend = NPS-Antwort 9 oder 10; touchpoint `any` = die ganze Phase; share =
--   Anteil an allen mit einem Berührungspunkt; days = Median seit dem Tag mit Berührungspunkt davor; observed =
--   mindestens silent_days vor dem Ende da; last_here = davon, wer danach nichts mehr hatte; drop_off = last_here /
--   observed; nps = Promotoren minus Detraktoren unter den Antworten dieser Kunden im Zeitraum
-- source: Lemon & Verhoef (2016), Understanding Customer Experience Throughout the Customer Journey, J. of Marketing
--   80(6); phases and drop-off: definition of Bleib
-- source_de: Lemon & Verhoef (2016), Understanding Customer Experience Throughout the Customer Journey, J. of Marketing
--   80(6); Phasen und Abbruch: eigene Definition von Bleib
-- params: window window, onboarding_days count = 90, silent_days count = 180
-- interval: last_here / observed
-- members: here; customers(phase text, touchpoint text): phase = $phase and touchpoint = $touchpoint;
--   last_here(phase text, touchpoint text): phase = $phase and touchpoint = $touchpoint and last_here
-- columns: phase text, touchpoint text, customers bigint, times bigint, share double, days double, observed bigint,
--   last_here bigint, drop_off double, ci95_low double, ci95_high double, nps double
with spans as (
    select
        customer,
        min(case when touchpoint in ('order', 'contract_started') then day end) as first_on,
        max(case when day < $window_start then day end) as before_on,
        max(day) as last_on,
        sum(case when day >= $window_start then answers end) as answers,
        sum(case when day >= $window_start then promoters end) as promoters,
        sum(case when day >= $window_start then detractors end) as detractors
    from touchpoints
    where customer is not null and day < $window_end
    group by 1
    having max(day) >= $window_start
),
met as (
    select
        customer, day, touchpoint, times,
        last_value(day) over (
            partition by customer order by date_diff('day', $window_start, day)
            range between unbounded preceding and 1 preceding
        ) as day_before
    from touchpoints
    where customer is not null and day >= $window_start and day < $window_end
),
placed as (
    select
        met.customer, day, touchpoint, times,
        date_diff('day', coalesce(day_before, before_on), day) as gap,
        date_diff('day', day, $window_end) > $silent_days as observed,
        day = last_on as is_last,
        case
            when touchpoint = 'promoter' then 'recommend'
            when touchpoint in ('order', 'contract_started', 'deal_opened', 'deal_won', 'deal_lost')
                then case when day > first_on then 'renew' else 'buy' end
            when touchpoint in ('contract_changed', 'notice_given', 'contract_ended', 'customer_left') then 'renew'
            when day < coalesce(first_on, $window_end) then 'aware'
            when date_diff('day', first_on, day) < $onboarding_days then 'onboard'
            else 'use'
        end as phase
    from met
    join spans on spans.customer = met.customer
),
visited as (
    select
        customer, phase, touchpoint,
        sum(times) as times,
        bool_or(observed) as observed,
        bool_or(observed and is_last) as last_here
    from placed
    group by 1, 2, 3
),
here as (
    select customer, phase, touchpoint, times, observed, last_here from visited
    union all
    select
        customer, phase, 'any' as touchpoint,
        sum(times) as times, bool_or(observed) as observed, bool_or(last_here) as last_here
    from visited
    group by 1, 2
),
paces as (
    select phase, touchpoint, median(gap) as days
    from placed
    group by 1, 2
    union all
    select phase, 'any' as touchpoint, median(gap) as days
    from (select distinct customer, day, phase, gap from placed) as days_of_phases
    group by 1
),
counted as (
    select
        phase, touchpoint,
        count(*) as customers,
        sum(times) as times,
        count(*) filter (where observed) as observed,
        count(*) filter (where last_here) as last_here,
        sum(answers) as answers,
        sum(promoters) - sum(detractors) as balance
    from here
    join spans on spans.customer = here.customer
    group by 1, 2
),
everybody as (
    select count(*) as active from spans
)
select
    counted.phase,
    counted.touchpoint,
    customers,
    cast(times as bigint) as times,
    100 * customers / active as share,
    cast(days as double) as days,
    observed,
    last_here,
    100 * last_here / nullif(observed, 0) as drop_off,
    100 * balance / nullif(answers, 0) as nps
from counted
join paces on paces.phase = counted.phase and paces.touchpoint = counted.touchpoint
cross join everybody
order by
    case counted.phase
        when 'aware' then 1 when 'buy' then 2 when 'onboard' then 3 when 'use' then 4 when 'renew' then 5 else 6
    end,
    case when counted.touchpoint = 'any' then 0 else 1 end,
    customers desc, counted.touchpoint
