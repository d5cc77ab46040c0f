"""No customers, in the columns that the weight bench keeps of single ones."""

import pyarrow as pa

NO_CUSTOMERS = pa.table(
    {
        "customer": pa.array([], pa.string()),
        "name": pa.array([], pa.string()),
        "recency_days": pa.array([], pa.int64()),
        "frequency": pa.array([], pa.int32()),
        "monetary": pa.array([], pa.decimal128(38, 4)),
    }
)
