"""Pages of the readers' site in a real browser."""
