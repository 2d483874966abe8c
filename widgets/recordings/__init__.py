"""The window of recordings and profiles: lists, tables, charts, comparison, export."""
