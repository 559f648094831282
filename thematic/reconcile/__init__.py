"""Several coders brought to one truth: agreement, matching, disagreements."""
