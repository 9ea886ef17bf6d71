"""HTTP manners shared by all endpoints: one transaction a request, ETags, idempotency, problem documents."""
