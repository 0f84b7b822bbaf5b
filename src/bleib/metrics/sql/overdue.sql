-- slug: overdue
-- label_de: Überfällige Kunden
-- label_en: Overdue customers
-- unit: customers
-- meaning_de: Kunden mit mindestens drei Kauftagen, deren letzter Kauf viel länger her ist als bei ihnen üblich; die wertvollsten zuerst.
-- meaning_en: Customers with three or more purchase days whose last purchase is much longer ago than usual for them; the most valuable first.
-- formula: overdue_ratio = days_since / usual_gap >= ratio; revenue_year = net revenue of the 365 days up to and with the
--   last purchase day; revenue = net revenue before `at`
-- formula_de: overdue_ratio = days_since / usual_gap >= ratio; revenue_year = Nettoumsatz der 365 Tage bis
--   einschließlich des letzten Kauftags; revenue = Nettoumsatz vor `at`
-- source: definition of Bleib; see rhythm
-- source_de: eigene Definition von Bleib; siehe rhythm
-- params: at date, ratio number = 2
-- uses: rhythms = rhythm(at = at)
-- members: rows; customers: true; revenue_year: true -> revenue_year
-- columns: customer text, name text, orders bigint, last_on date, days_since bigint, usual_gap double,
--   overdue_ratio double, revenue_year money, revenue money
with late as (
    select customer as late_customer, orders as total_orders, last_on, days_since, usual_gap, overdue_ratio
    from rhythms
    where overdue_ratio >= $ratio
),
valued as (
    select
        late_customer,
        count(*) filter (where orders > 0) as purchase_days,
        sum(case when day <= last_on and date_diff('day', day, last_on) < 365 then revenue end) as revenue_year,
        sum(revenue) as revenue
    from activity
    join late on customer = late_customer
    where day < $at
    group by 1
),
named as (
    select customer as named_customer, name
    from customers
)
select
    late.late_customer as customer,
    name,
    total_orders as orders,
    last_on,
    days_since,
    usual_gap,
    overdue_ratio,
    cast(revenue_year as decimal(38, 4)) as revenue_year,
    cast(revenue as decimal(38, 4)) as revenue
from late
join valued on valued.late_customer = late.late_customer
left join named on named_customer = late.late_customer
where purchase_days >= 3
order by revenue_year desc nulls last, overdue_ratio desc, customer
