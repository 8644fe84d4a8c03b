"""What can be asked for without a browser? One file a group of commands."""
