"""What subscribers are told, by which channel, once."""
