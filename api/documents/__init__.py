"""Documents in the form of Nghị định 30/2020/NĐ-CP, as DOCX, PDF and XLSX (ADR 0009).

Given plain data and nothing else: a `paper.Paper` says what stands on the pages, `rendering` draws it in a child
process, each writer knows one format.
"""
