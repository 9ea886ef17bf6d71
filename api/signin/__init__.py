"""Other ways to sign in than by a password: by a provider of OpenID Connect, with a passkey."""
