-- contracts: one row per contract and stretch of time in which it runs unchanged, [start_on, end_on); end_on null: open.
-- A contract is its number within its source. It runs as it was started or last changed, until it is changed again or
-- ends: on the day on which it was said to have ended, else on the day agreed, last when notice was given. Trials are
-- no contracts, and what ends on the day it began never ran. A contract that is kept in Bleib (source 'bleib') is told by
-- Bleib alone: what another source says of the same number of the same customer is left out.
with steps as (
    select
        customer, source, ref, id, occurred_at, occurred_on, product, amount, quantity,
        cast(json_extract_string(props, '$.ends_on') as date) as agreed_end_on,
        cast(json_extract_string(props, '$.term_months') as bigint) as term_months,
        cast(json_extract_string(props, '$.notice_days') as bigint) as notice_days,
        coalesce(json_extract_string(props, '$.trial') = 'true', false) as trial,
        row_number() over contract = 1 as first,
        lead(occurred_on) over contract as changed_on,
        lead(occurred_at) over contract as changed_at
    from contract_facts
    where type in ('contract_started', 'contract_changed') and customer is not null
    window contract as (partition by customer, source, ref order by occurred_at, type desc, id)
),
-- What happens at the very instant of a change ended what was before it.
ended as (
    select steps.id, min(ends.occurred_on) as ended_on
    from steps
    join contract_facts as ends
        on ends.type = 'contract_ended' and ends.customer = steps.customer and ends.source = steps.source
        and ends.ref is not distinct from steps.ref
        and (ends.occurred_at > steps.occurred_at or (ends.occurred_at = steps.occurred_at and steps.first))
    group by 1
),
notices as (
    select
        steps.id,
        max(given.occurred_on) as notice_on,
        max_by(cast(json_extract_string(given.props, '$.ends_on') as date), given.occurred_at) as notice_end_on
    from steps
    join contract_facts as given
        on given.type = 'notice_given' and given.customer = steps.customer and given.source = steps.source
        and given.ref is not distinct from steps.ref
        and given.occurred_at >= steps.occurred_at and (changed_at is null or given.occurred_at < changed_at)
    group by 1
),
stretches as (
    select
        customer,
        source,
        coalesce(ref, hex(steps.id)) as contract,
        product,
        occurred_on as start_on,
        least(changed_on, coalesce(ended_on, notice_end_on, agreed_end_on)) as end_on,
        cast(amount as decimal(38, 4)) as amount,
        cast(quantity as decimal(38, 4)) as quantity,
        notice_on,
        term_months,
        notice_days
    from steps
    left join ended on ended.id = steps.id
    left join notices on notices.id = steps.id
    where not trial
),
running as (
    select * from stretches where end_on is null or end_on > start_on
)
select * exclude (source)
from running
where source = 'bleib' or not exists (
    select 1 from running as kept
    where kept.source = 'bleib' and kept.customer = running.customer and kept.contract = running.contract
)
