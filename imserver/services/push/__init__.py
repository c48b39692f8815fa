"""What leaves the server by itself: notices to people who are away, and events to other programs."""
