-- case_states: one row per customer that ever had a case: how many are open, and since when. A case without a number
-- cannot be told to be closed, so it is never open.
with steps as (
    select
        customer, source, ref,
        max(occurred_at) filter (where type = 'case_opened') as opened_at,
        max(occurred_on) filter (where type = 'case_opened') as opened_on,
        max_by(json_extract_string(props, '$.severity'), occurred_at) filter (where type = 'case_opened') as severity,
        max(occurred_at) filter (where type = 'case_closed') as closed_at
    from events
    where type in ('case_opened', 'case_closed') and customer is not null
    group by 1, 2, 3
),
cases as (
    select
        customer,
        coalesce(ref is not null and opened_at is not null and (closed_at is null or closed_at < opened_at), false) as open,
        coalesce(severity in ('high', 'urgent'), false) as serious,
        opened_on
    from steps
)
select
    customer,
    count(*) filter (where open) as open_cases,
    count(*) filter (where open and serious) as open_serious_cases,
    min(opened_on) filter (where open) as oldest_open_case_on,
    min(opened_on) filter (where open and serious) as oldest_open_serious_case_on
from cases
group by 1
