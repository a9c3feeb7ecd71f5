"""Sources and method: what the data cover, how each table was made, and which promises they keep.

A module for each question: `coverage`, `making`, `keeping`, `agreement`. What the article of 2014 claims stands in
`iomreport.claims.listing`.
"""
