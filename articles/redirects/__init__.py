"""Old addresses: how they are compared, what stands for them now, and how they come about.

An importer needs `keeping.remember` and `keeping.renamed` only.
"""
