"""What the commands do. Only ``parser`` may be imported before a command is known: the rest takes a second."""
