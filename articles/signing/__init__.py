"""Medical review: texts are sent for it, signed as they stand, and followed by what readers see."""
