-- group: contracts
-- label_en: Contracts
-- label_de: Verträge
-- reads: contracts
-- column: running_contracts | number | contracts | Running contracts | Laufende Verträge | contract_since_on | What binds by contract. | Was vertraglich bindet.
-- column: mrr | money | money per month | Recurring revenue a month | Wiederkehrender Umsatz im Monat | | What the running contracts bring. | Was die laufenden Verträge bringen.
-- column: contract_since_on | date | | Under contract since | Unter Vertrag seit | | The earliest beginning of a contract that runs. | Der früheste Beginn eines laufenden Vertrags.
-- column: contract_end_on | date | | Earliest agreed end | Frühestes vereinbartes Ende | | Until then somebody has to decide. | Bis dahin muss sich jemand entscheiden.
-- column: days_to_contract_end | days | days | Days to the earliest agreed end | Tage bis zum frühesten vereinbarten Ende | | Renewals are decided before the end. | Über Verlängerungen wird vor dem Ende entschieden.
-- column: notice_running | flag | | Notice was given | Gekündigt | notice_on | A running contract will end because somebody said so. | Ein laufender Vertrag wird enden, weil es jemand gesagt hat.
-- column: notice_on | date | | Notice given on | Gekündigt am | | When the customer decided. | Wann der Kunde entschieden hat.
with stretches as (
    select
        customer, start_on, end_on, amount, notice_on,
        start_on <= $as_of and (end_on is null or end_on > $as_of) as running,
        min(start_on) over (partition by customer, contract) as since_on
    from contracts
    where customer is not null
)
select
    customer,
    count(*) filter (where running) as running_contracts,
    cast(case when bool_or(running) then sum(case when running then amount end) else 0 end as double) as mrr,
    min(case when running then since_on end) as contract_since_on,
    min(case when running then end_on end) as contract_end_on,
    date_diff('day', $as_of, min(case when running then end_on end)) as days_to_contract_end,
    bool_or(running and notice_on is not null) as notice_running,
    min(case when running then notice_on end) as notice_on
from stretches
group by 1
