-- slug: contract_ends
-- label_de: Auslaufende Verträge
-- label_en: Contracts that end
-- unit: customers
-- reads: contracts
-- meaning_de: Verträge, die am Stichtag laufen und in den Tagen danach enden, ohne fortgesetzt zu werden; die frühesten zuerst.
-- meaning_en: Contracts that run on the day and end in the days after it without being continued; the earliest first.
-- formula: start_on <= at < end_on <= at + days, and no stretch of the same contract begins on or after end_on
-- formula_de: start_on <= at < end_on <= at + days, und kein Abschnitt desselben Vertrags beginnt an oder nach end_on
-- source: definition of Bleib; see mrr
-- source_de: eigene Definition von Bleib; siehe mrr
-- params: at date, days count = 90
-- columns: customer text, name text, contract text, product text, end_on date, notice_on date, amount money
with runs as (
    select
        customer, contract, product, start_on, end_on, notice_on, amount,
        max(start_on) over (partition by customer, contract) as last_start_on
    from contracts
),
named as (
    select customer as named_customer, name
    from customers
)
select customer, name, contract, product, end_on, notice_on, cast(amount as decimal(38, 4)) as amount
from runs
left join named on named_customer = customer
where start_on <= $at and end_on > $at and date_diff('day', $at, end_on) <= $days and last_start_on < end_on
order by end_on, amount desc nulls last, customer, contract
