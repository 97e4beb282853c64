"""How pages write dates, sums and states, whoever reads them."""
