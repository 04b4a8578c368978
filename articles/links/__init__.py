"""Whether the links of published texts still lead somewhere.

`noting` keeps which addresses stand in which texts, each once. `own` looks at those of this site in
the database; `checking` asks the others over the network, in a thread of the worker, by `asking`,
which goes to public addresses only (`guard`). `judging` makes a verdict of the answers: one that
fails is asked again and again before anybody is told. `report` is what the desk shows.
"""
