"""Who a shop's regular customers are, what they are worth and what to do for them."""
