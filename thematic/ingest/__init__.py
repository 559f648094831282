"""Files a researcher has, read into sources, surveys and codebooks."""
