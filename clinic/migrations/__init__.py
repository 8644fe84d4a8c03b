"""How does the database come from one schema to the next? One file a step."""
