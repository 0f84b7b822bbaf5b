-- features: one row per customer, local day and product group bought or feature used. A product that is in no group is
-- one of its own; only lines that make a purchase count.
select
    customer,
    occurred_on as day,
    case when type = 'usage' then 'used' else 'bought' end as kind,
    coalesce(product_group, feature_facts.product) as feature,
    count(*) as times
from feature_facts
left join product_groups on product_groups.product = feature_facts.product
where type in ('order', 'usage') and feature_facts.product is not null and customer is not null
    and (type = 'usage' or (coalesce(quantity > 0, true) and coalesce(amount > 0, true)))
group by 1, 2, 3, 4
