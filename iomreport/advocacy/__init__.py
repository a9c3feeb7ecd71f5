"""Chapter 3, advocacy: whose deaths on the move are counted, and what the organization speaks up for.

A module for each question. On the records of the Missing Migrants Project: `project` and `bars`, what holds for all of
them; `deaths` by year, `regions`; `exports` and `revisions`, how a year's count changes; `causes`, `routes`,
`never_found`, `people`. On what is said and done: `statement`, December 2013 in the light of what came later;
`campaigns`; `context`, the world around it.
"""
