"""The lessons as web pages: Voila, a front page, and the walls round them."""
