"""Landing folders made for tests: a writer, a world of named cases, and random worlds."""
