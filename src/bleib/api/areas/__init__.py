"""What can be asked, area by area; application.py lists them."""
