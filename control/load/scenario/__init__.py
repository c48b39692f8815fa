"""What a run does: users, rooms, texts, rates."""
