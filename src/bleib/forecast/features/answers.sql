-- group: answers
-- label_en: Answers
-- label_de: Antworten
-- reads: events
-- column: nps_last | number | points | Last NPS answer | Letzte NPS-Antwort | nps_last_on | From 0 to 6 a detractor, 9 and 10 a promoter. | 0 bis 6 sind Kritiker, 9 und 10 Förderer.
-- column: nps_last_on | date | | Last NPS answer on | Letzte NPS-Antwort vom | | Old answers say little. | Alte Antworten sagen wenig.
-- column: csat_last | number | points | Last satisfaction answer | Letzte Zufriedenheitsantwort | csat_last_on | From 1 (not at all) to 5 (very content). | Von 1 (gar nicht) bis 5 (sehr zufrieden).
-- column: csat_last_on | date | | Last satisfaction answer on | Letzte Zufriedenheitsantwort vom | | Old answers say little. | Alte Antworten sagen wenig.
-- column: ces_last | number | points | Last effort answer | Letzte Aufwandsantwort | | From 1 to 7: how easy it was. | Von 1 bis 7: wie leicht es war.
-- column: answers_365 | number | answers | Answers in 365 days | Antworten in 365 Tagen | | Who answers still cares. | Wer antwortet, dem liegt noch etwas daran.
with given as (
    select
        customer,
        occurred_on,
        occurred_at,
        json_extract_string(props, '$.kind') as kind,
        cast(json_extract_string(props, '$.score') as bigint) as score
    from events
    where type = 'answer' and customer is not null and occurred_on < $as_of
),
-- Of several answers at one instant the worst counts.
latest as (
    select customer, kind, max(occurred_at) as occurred_at
    from given
    group by 1, 2
),
lasts as (
    select
        latest.customer as answerer,
        min(case when latest.kind = 'nps' then score end) as nps_last,
        max(case when latest.kind = 'nps' then occurred_on end) as nps_last_on,
        min(case when latest.kind = 'csat' then score end) as csat_last,
        max(case when latest.kind = 'csat' then occurred_on end) as csat_last_on,
        min(case when latest.kind = 'ces' then score end) as ces_last
    from latest
    join given on given.customer = latest.customer and given.kind = latest.kind
        and given.occurred_at = latest.occurred_at
    group by 1
),
counts as (
    select customer, count(*) filter (where occurred_on >= $as_of - 365) as answers_365
    from given
    group by 1
)
select customer, nps_last, nps_last_on, csat_last, csat_last_on, ces_last, answers_365
from counts
left join lasts on answerer = customer
