"""The audit as one timeline: what staff did, sign-ins and refusals, edits of the site, lines of applications."""
