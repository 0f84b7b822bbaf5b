-- signs: one row per customer of whom there is one: the last day on which it used something, and the last on which it
-- did anything but buy.
select
    customer,
    max(occurred_on) filter (where type = 'usage') as last_usage_on,
    max(occurred_on) as last_on
from events
where customer is not null and type in ('usage', 'visit', 'case_opened', 'answer', 'deal_opened', 'deal_won')
group by 1
