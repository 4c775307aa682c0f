"""The exchange: hands out assignments, takes in work with a signed receipt, returns feedback."""
