"""What is answered: the shape of each thing, and how it is made from the rooms' own."""
