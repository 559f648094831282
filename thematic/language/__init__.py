"""What the rooms share about words: sentences, stems, similarity, located YAML."""
