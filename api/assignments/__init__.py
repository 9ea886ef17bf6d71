"""Work: what each unit owes for the tasks of an issued plan, and how it gets done."""
