"""How people prove who they are, at whichever door: the same steps, whoever's pages show them."""
