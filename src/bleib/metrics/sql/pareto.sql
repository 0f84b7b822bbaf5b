-- slug: pareto
-- label_de: Umsatzkonzentration (Pareto)
-- label_en: Revenue concentration (Pareto)
-- unit: percent
-- meaning_de: Welcher Anteil des Umsatzes von den umsatzstärksten Kunden kommt, und wie ungleich er verteilt ist (Gini: 0 gleich, 1 alles bei einem).
-- meaning_en: Which share of revenue comes from the customers with the highest revenue, and how unequal it is (Gini: 0 equal, 1 all with one).
-- formula: top_customers = customers x top / 100, rounded up; share = top_revenue / revenue x 100; over customers with a
--   purchase in the window; revenue is net of refunds and keeps its sign, so with negative customers Gini can exceed 1;
--   gini = sum((2 i - n - 1) x_i) / (n sum(x)), x_i ascending
-- formula_de: top_customers = Kunden x top / 100, aufgerundet; share = top_revenue / revenue x 100; über Kunden mit
--   Kauf im Zeitraum; Umsatz nach Abzug der Gutschriften und mit seinem Vorzeichen, mit negativen Kunden kann Gini
--   daher über 1 liegen; gini = Summe((2 i - n - 1) x_i) / (n Summe(x)), x_i aufsteigend
-- source: Gini (1912), Variabilita e mutabilita
-- params: window window, top number = 20
-- members: limits;
--   customers: true;
--   top_customers: position <= top_customers;
--   top_revenue: position <= top_customers -> revenue
-- columns: customers bigint, top_customers bigint, revenue money, top_revenue money, share double, gini double
with customer_revenue as (
    select customer, sum(revenue) as revenue
    from activity
    where customer is not null and day >= $window_start and day < $window_end
    group by 1
    having sum(orders) > 0
),
ranked as (
    select
        customer,
        revenue,
        row_number() over (order by revenue desc nulls last, customer) as position,
        count(*) over () as customers
    from customer_revenue
),
-- Rounding first: 7 % of 100 customers are 7, not 7.000000000000001 and therefore 8.
limits as (
    select
        customer,
        revenue,
        position,
        customers,
        ceil(round(customers * cast($top as double) / 100, 6)) as top_customers
    from ranked
),
sums as (
    select
        count(*) as customers,
        max(top_customers) as top_customers,
        sum(revenue) as revenue,
        sum(case when position <= top_customers then revenue end) as top_revenue,
        sum((customers + 1 - 2 * position) * cast(revenue as double)) as weighted_revenue
    from limits
)
select
    customers,
    cast(coalesce(top_customers, 0) as bigint) as top_customers,
    cast(revenue as decimal(38, 4)) as revenue,
    cast(top_revenue as decimal(38, 4)) as top_revenue,
    case when revenue > 0 then 100 * cast(top_revenue as double) / cast(revenue as double) end as share,
    case when revenue > 0 then weighted_revenue / (customers * cast(revenue as double)) end as gini
from sums
