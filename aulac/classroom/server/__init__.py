"""The classroom of a school on one server: people who do not know each other."""
