"""The cases of the golden world, by what they prove."""
