-- last_answers: one row per customer that ever answered: the newest score of each kind of question. Of several answers
-- at one instant the worst counts.
with given as (
    select
        customer,
        json_extract_string(props, '$.kind') as kind,
        occurred_at,
        occurred_on,
        cast(json_extract_string(props, '$.score') as bigint) as score
    from events
    where type = 'answer' and customer is not null
),
latest as (
    select customer, kind, max(occurred_at) as occurred_at
    from given
    group by 1, 2
)
select
    latest.customer as customer,
    min(score) filter (where latest.kind = 'nps') as nps_last,
    max(occurred_on) filter (where latest.kind = 'nps') as nps_last_on,
    min(score) filter (where latest.kind = 'csat') as csat_last,
    max(occurred_on) filter (where latest.kind = 'csat') as csat_last_on,
    min(score) filter (where latest.kind = 'ces') as ces_last
from latest
left join given on given.customer = latest.customer and given.kind = latest.kind
    and given.occurred_at = latest.occurred_at
group by 1
