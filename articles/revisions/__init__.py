"""What an article was and will be: drafts of what readers see, their history, their differences."""
