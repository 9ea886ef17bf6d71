"""What people are told: in the application, and by e-mail where a server for it is configured."""
