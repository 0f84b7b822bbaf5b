-- group: answers
-- label_en: Answers
-- label_de: Antworten
-- reads: events, last_answers
-- column: nps_last | number | points | Last NPS answer | Letzte NPS-Antwort | nps_last_on | From 0 to 6 a detractor, 9 and 10 a promoter. | 0 bis 6 sind Kritiker, 9 und 10 Förderer.
-- column: nps_last_on | date | | Last NPS answer on | Letzte NPS-Antwort vom | | Old answers say little. | Alte Antworten sagen wenig.
-- column: csat_last | number | points | Last satisfaction answer | Letzte Zufriedenheitsantwort | csat_last_on | From 1 (not at all) to 5 (very content). | Von 1 (gar nicht) bis 5 (sehr zufrieden).
-- column: csat_last_on | date | | Last satisfaction answer on | Letzte Zufriedenheitsantwort vom | | Old answers say little. | Alte Antworten sagen wenig.
-- column: ces_last | number | points | Last effort answer | Letzte Aufwandsantwort | | From 1 to 7: how easy it was. | Von 1 bis 7: wie leicht es war.
-- column: answers_365 | number | answers | Answers in 365 days | Antworten in 365 Tagen | | Who answers still cares. | Wer antwortet, dem liegt noch etwas daran.
with windows as (
    select customer as answerer, count(*) as answers_365
    from events
    where type = 'answer' and customer is not null and occurred_on >= $as_of - 365 and occurred_on < $as_of
    group by 1
)
select
    customer,
    nps_last,
    nps_last_on,
    csat_last,
    csat_last_on,
    ces_last,
    coalesce(answers_365, 0) as answers_365
from last_answers
left join windows on answerer = customer
