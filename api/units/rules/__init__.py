"""Pure rules of units: words, spans of days, dated changes, validity of the tree."""
