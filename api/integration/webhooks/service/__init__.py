"""What is done with webhooks: by administrators (`subscribing`), and by the workers (`fanning`, `delivering`)."""
