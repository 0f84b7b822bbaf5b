-- touchpoints: one row per customer, local day and kind of touchpoint: whatever the customer and the company had to do
-- with each other. The kind is the type of the fact; a contract on trial is a `trial`, and whoever answers 9 or 10 to
-- the NPS question is a `promoter`. Lines of one order are one touchpoint. What Bleib concluded is none, nor is an order line that makes no purchase.
with told as (
    select
        customer,
        occurred_on as day,
        type,
        case when type in ('order', 'credit') then coalesce(ref, '') end as order_number,
        case when type = 'answer' and json_extract_string(props, '$.kind') = 'nps'
            then cast(json_extract_string(props, '$.score') as bigint) end as nps,
        coalesce(type = 'contract_started' and json_extract_string(props, '$.trial') = 'true', false) as trial
    from feature_facts
    where customer is not null and type not in ('light_changed', 'segment_entered', 'segment_left')
        and (type <> 'order' or (coalesce(quantity > 0, true) and coalesce(amount > 0, true)))
),
orders as (
    select distinct customer, day, type, order_number from told where order_number is not null
)
select customer, day, type as touchpoint, count(*) as times, 0 as answers, 0 as promoters, 0 as detractors
from orders
group by 1, 2, 3
union all
select
    customer,
    day,
    case when nps >= 9 then 'promoter' when trial then 'trial' else type end as touchpoint,
    count(*) as times,
    count(nps) as answers,
    count(*) filter (where nps >= 9) as promoters,
    count(*) filter (where nps <= 6) as detractors
from told
where order_number is null
group by 1, 2, 3
