"""An article as readers would find it, shown before they do: at the desk, and by a secret link."""
