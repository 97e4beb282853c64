"""One search for all that staff look for: accounts, people, addresses, payments, requests, applications."""
