-- slug: mrr
-- label_de: Monatlich wiederkehrender Umsatz (MRR)
-- label_en: Monthly recurring revenue (MRR)
-- unit: money
-- reads: contracts
-- meaning_de: Was die Verträge, die am Stichtag laufen, im Monat und im Jahr einbringen, und wie viele Kunden sie haben. Testphasen zählen nicht.
-- meaning_en: What the contracts that run on the day bring in a month and in a year, and how many customers have them. Trials do not count.
-- formula: mrr = sum of the amounts per month of all contracts with start_on <= at < end_on; arr = 12 x mrr;
--   per_customer = mrr / customers
-- formula_de: mrr = Summe der Monatsbeträge aller Verträge mit start_on <= at < end_on; arr = 12 x mrr;
--   per_customer = mrr / customers
-- source: definition of Bleib, as usual for subscriptions
-- source_de: eigene Definition von Bleib, wie bei Abonnements üblich
-- params: at date
-- members: running; customers: true; mrr: true -> amount
-- columns: customers bigint, contracts bigint, mrr money, arr money, per_customer double
with running as (
    select customer, contract, amount
    from contracts
    where start_on <= $at and (end_on is null or end_on > $at)
)
select
    count(distinct customer) as customers,
    count(*) as contracts,
    cast(case when count(*) = 0 then 0 else sum(amount) end as decimal(38, 4)) as mrr,
    cast(case when count(*) = 0 then 0 else 12 * sum(amount) end as decimal(38, 4)) as arr,
    cast(sum(amount) as double) / nullif(count(distinct customer), 0) as per_customer
from running
