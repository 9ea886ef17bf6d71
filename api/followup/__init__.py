"""Following up: difficulties that units raise, requests to clarify, and chases."""
