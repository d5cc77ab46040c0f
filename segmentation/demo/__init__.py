"""The demo shop: a tea house with two shops and a web shop, made by a seeded generator. No real person is in it."""
