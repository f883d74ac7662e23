"""The wins digest: what is posted, and the product lead's table where it is made."""
