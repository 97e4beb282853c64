"""The operator's figures as pages show and files hold them."""
