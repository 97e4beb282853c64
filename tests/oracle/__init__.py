"""An independent, in-memory reading of the rulebook, the oracle of the model-based tests."""
